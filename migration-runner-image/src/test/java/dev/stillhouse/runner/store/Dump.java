package dev.stillhouse.runner.store;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** What the tests put into a store, as a dump of a folder would be. */
final class Dump {
    static final String LOCATION = "shop/orders-1";
    static final byte[] MANIFEST = "{\"of\":\"a test\"}".getBytes(StandardCharsets.UTF_8);
    static final List<String> NAMES = List.of("17.dat.gz", "18.dat.gz", "blobs/19.dat.gz", "toc.dat");

    private Dump() {}

    /** Where it takes longer than some seconds, there is a word in between. */
    static boolean tellsTheEnd(String progress) {
        return progress.endsWith("done.");
    }

    static void write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("blobs"));
        for (String name : NAMES) {
            write(folder.resolve(name), 100_000);
        }
    }

    static void write(Path file, long size) throws IOException {
        Random random = new Random(size);
        byte[] piece = new byte[1 << 16];
        try (OutputStream target = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= piece.length) {
                random.nextBytes(piece);
                target.write(piece, 0, (int) Math.min(left, piece.length));
            }
        }
    }

    /** Begins, writes and stores. */
    static List<StoredFile> stored(BackupStore store) throws IOException {
        Path folder = ok(store.begin(LOCATION, 1_000_000));
        write(folder);
        return ok(store.store(LOCATION, folder, text -> {}));
    }

    /** A complete backup. */
    static List<StoredFile> sealed(BackupStore store) throws IOException {
        List<StoredFile> files = stored(store);
        ok(store.seal(LOCATION, MANIFEST));
        return files;
    }

    static <T> T ok(Result<T> result) {
        return result.fold(value -> value, trouble -> {
            throw new AssertionError(trouble.toString());
        });
    }

    static Trouble trouble(Result<?> result) {
        if (result instanceof Result.Failed<?>(Trouble trouble)) {
            return trouble;
        }
        throw new AssertionError("no trouble: " + result);
    }

    static void flipByte(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }

    static void truncate(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(content, content.length - 1));
    }
}
