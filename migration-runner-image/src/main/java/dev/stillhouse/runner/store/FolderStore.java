package dev.stillhouse.runner.store;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Sha256;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Backups in a folder: {@code <root>/<namespace>/<name>/} with the files in {@code dump/} and the manifest beside it. The
 * dump is written in place, into a folder that a rename turns into the backup; an unfinished one is known by its name.
 */
final class FolderStore implements BackupStore {
    private static final String FILES = "dump";
    private static final String MANIFEST = "manifest.json";
    private static final String NEXT_MANIFEST = "manifest.json.next";
    /** With a character that no name of a backup has. */
    private static final String UNFINISHED = "_unfinished";

    private static final int PROBE_BYTES = 4096;
    /** How many times smaller than the data its dump is expected to be. A wrong guess costs a dump, or a volume too large. */
    private static final int COMPRESSION = 3;

    private final Path root;
    private final FileReading reading = new FileReading();
    private @Nullable Path begun;

    FolderStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Result<Path> begin(String location, long dataBytes) {
        return at(location, "written to", place -> {
            if (Files.exists(place.manifest())) {
                return Result.failed(
                        Reason.StorageDenied,
                        "There is a finished backup at " + place.finished() + " already, and it is not overwritten."
                                + " Delete it if it is not needed, or give spec.backup.storage another place.");
            }
            FolderTree.delete(place.finished());
            FolderTree.delete(place.unfinished());
            Files.createDirectories(place.unfinished());
            begun = place.unfinished();
            probe(place.unfinished().resolve("probe"));
            long free = root.toFile().getUsableSpace();
            long needed = dataBytes / COMPRESSION;
            if (free < needed) {
                close();
                return Result.failed(FolderTroubles.full(root, free, needed));
            }
            return Result.ok(Files.createDirectory(place.unfinished().resolve(FILES)));
        });
    }

    @Override
    public Result<List<StoredFile>> store(String location, Path folder, Consumer<String> progress) {
        return at(location, "written to", place -> {
            Path own = place.unfinished().resolve(FILES);
            if (!folder.equals(own)) {
                throw new IllegalArgumentException(folder + " is not the folder that begin() gave, " + own);
            }
            List<String> names = FolderTree.files(folder);
            Ticker ticker = new Ticker("Made permanent and read back", sizes(folder, names), progress);
            List<StoredFile> files = new ArrayList<>();
            for (String name : names) {
                Path file = folder.resolve(name);
                StoredFile written = reading.read(file, name, ticker::advance);
                force(file);
                StoredFile found = reading.readBack(file, name);
                Optional<Trouble> trouble = FileComparison.compare(written, found, describe());
                if (trouble.isPresent()) {
                    return Result.failed(trouble.get());
                }
                files.add(written);
            }
            FolderTree.force(place.unfinished());
            ticker.finish();
            return Result.ok(List.copyOf(files));
        });
    }

    @Override
    public Result<String> seal(String location, byte[] manifest) {
        return at(location, "written to", place -> {
            Path file = place.unfinished().resolve(MANIFEST);
            write(file, manifest);
            if (!Arrays.equals(manifest, Files.readAllBytes(file))) {
                return Result.failed(damaged(file));
            }
            FolderTree.forceEntries(place.unfinished());
            Files.move(place.unfinished(), place.finished(), StandardCopyOption.ATOMIC_MOVE);
            begun = null;
            FolderTree.forceEntries(place.parent());
            FolderTree.forceEntries(root);
            return Result.ok(Sha256.named(manifest));
        });
    }

    @Override
    public Result<StoredFile> add(String location, Path file, String name) {
        return at(location, "written to", place -> {
            Path folder = place.finished().resolve(FILES);
            Path target = folder.resolve(name);
            StoredFile given = reading.read(file, name, bytes -> {});
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            force(target);
            FolderTree.forceEntries(folder);
            return FileComparison.compare(given, reading.readBack(target, name), describe())
                    .<Result<StoredFile>>map(Result::failed)
                    .orElseGet(() -> Result.ok(given));
        });
    }

    @Override
    public Result<String> reseal(String location, byte[] manifest) {
        return at(location, "written to", place -> {
            Path next = place.finished().resolve(NEXT_MANIFEST);
            Files.deleteIfExists(next);
            write(next, manifest);
            if (!Arrays.equals(manifest, Files.readAllBytes(next))) {
                return Result.failed(damaged(next));
            }
            Files.move(next, place.manifest(), StandardCopyOption.ATOMIC_MOVE);
            FolderTree.forceEntries(place.finished());
            return Result.ok(Sha256.named(manifest));
        });
    }

    private static Trouble damaged(Path file) {
        return new Trouble(
                Reason.BackupCorrupt,
                "The backup's manifest was read back from " + file + " with another content than was written."
                        + " Look for faults of the volume.");
    }

    @Override
    public Result<byte[]> manifest(String location) {
        return at(location, "read", place -> {
            try {
                return Result.ok(Files.readAllBytes(place.manifest()));
            } catch (NoSuchFileException e) {
                return Result.failed(
                        Reason.BackupNotFound,
                        "There is no complete backup in " + place.finished() + ": it has no " + MANIFEST + ".");
            }
        });
    }

    @Override
    public Result<Optional<StoredFile>> absent(String location, List<StoredFile> files) {
        return at(location, "read", place -> {
            for (StoredFile expected : files) {
                Path file = place.finished().resolve(FILES).resolve(expected.name());
                if (!Files.isRegularFile(file) || Files.size(file) != expected.size()) {
                    return Result.ok(Optional.of(expected));
                }
            }
            return Result.ok(Optional.empty());
        });
    }

    @Override
    public Result<Path> fetch(String location, List<StoredFile> files, Path into, Consumer<String> progress) {
        return at(location, "read", place -> {
            Path backup = Files.exists(place.finished()) ? place.finished() : place.unfinished();
            Path folder = backup.resolve(FILES);
            Ticker ticker = new Ticker(
                    "Read", files.stream().mapToLong(StoredFile::size).sum(), progress);
            for (StoredFile expected : files) {
                Path file = folder.resolve(expected.name());
                if (!Files.exists(file)) {
                    return Result.failed(FileComparison.missing(expected, folder.toString()));
                }
                StoredFile found = reading.read(file, expected.name(), ticker::advance);
                Optional<Trouble> trouble = FileComparison.compare(expected, found, folder.toString());
                if (trouble.isPresent()) {
                    return Result.failed(trouble.get());
                }
            }
            ticker.finish();
            return Result.ok(folder);
        });
    }

    @Override
    public Result<Integer> delete(String location) {
        return at(location, "written to", place -> {
            int files = 0;
            if (Files.deleteIfExists(place.manifest())) {
                files++;
                FolderTree.forceEntries(place.finished());
            }
            files += FolderTree.delete(place.finished());
            files += FolderTree.delete(place.unfinished());
            return Result.ok(files);
        });
    }

    @Override
    public String describe() {
        return "the folder " + root;
    }

    @Override
    public void close() {
        Path unfinished = begun;
        if (unfinished != null) {
            begun = null;
            try {
                FolderTree.delete(unfinished);
            } catch (IOException e) {
                // The next backup at this location, or its deletion, tries again.
            }
        }
    }

    private <T> Result<T> at(String location, String doing, Work<T> work) {
        return BackupLocation.parse(location).then(parsed -> {
            if (!Files.isDirectory(root)) {
                return Result.failed(FolderTroubles.missing(root));
            }
            try {
                return work.at(Place.of(root, parsed));
            } catch (IOException e) {
                return Result.failed(FolderTroubles.of(root, doing, e));
            }
        });
    }

    private interface Work<T> {
        Result<T> at(Place place) throws IOException;
    }

    private record Place(Path parent, Path finished, Path unfinished) {

        static Place of(Path root, BackupLocation location) throws IOException {
            Path parent = root.resolve(location.namespace());
            Path finished = parent.resolve(location.name());
            for (Path each : List.of(parent, finished)) {
                if (Files.isSymbolicLink(each)) {
                    throw new IOException(each + " is a link, and may lead out of the folder");
                }
            }
            return new Place(parent, finished, parent.resolve(location.name() + UNFINISHED));
        }

        Path manifest() {
            return finished.resolve(MANIFEST);
        }
    }

    private static void probe(Path file) throws IOException {
        byte[] content = new byte[PROBE_BYTES];
        ThreadLocalRandom.current().nextBytes(content);
        write(file, content);
        if (!Arrays.equals(content, Files.readAllBytes(file))) {
            throw new IOException("a file was read back with another content than was written");
        }
        Files.delete(file);
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static long sizes(Path folder, List<String> names) throws IOException {
        long sum = 0;
        for (String name : names) {
            sum += Files.size(folder.resolve(name));
        }
        return sum;
    }
}
