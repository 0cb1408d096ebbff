package dev.stillhouse.runner.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder with all that is in it. Links are never followed. */
public final class FolderTree {
    private FolderTree() {}

    /** Names of all files, relative and with {@code /} between folders, sorted. */
    static List<String> files(Path folder) throws IOException {
        return walk(
                folder,
                paths -> paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                        .map(path -> folder.relativize(path).toString())
                        .sorted()
                        .toList());
    }

    /** Makes the entries of the folder and of the folders in it permanent. */
    static void force(Path folder) throws IOException {
        for (Path each : walk(
                folder,
                paths -> paths.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                        .toList())) {
            forceEntries(each);
        }
    }

    /** Makes the entries of this one folder permanent. */
    static void forceEntries(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes the folder, if it is there, and gives the number of files that were in it. */
    public static int delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        Deletion deletion = new Deletion();
        Files.walkFileTree(folder, deletion);
        return deletion.files;
    }

    private static <T> T walk(Path folder, Reading<T> reading) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return reading.read(paths);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private interface Reading<T> {
        T read(Stream<Path> paths);
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            files++;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
