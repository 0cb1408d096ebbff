package dev.stillhouse.runner.store;

import dev.stillhouse.report.BackupStorage.Bucket;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Sha256;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Backups in a bucket: objects below {@code <prefix>/<namespace>/<name>/}, the files in {@code dump/} and the manifest beside
 * it. The dump is written into the scratch folder first. This is the only class with which the SDK comes into the program.
 */
final class BucketStore implements BackupStore {
    private static final int PROBE_BYTES = 4096;

    private final Bucket bucket;
    private final Path scratch;
    private final BucketObjects objects;
    private final BucketTroubles troubles;
    private final ScratchFolders local;
    private final FileReading reading = new FileReading();
    private @Nullable Keys begun;

    private BucketStore(Bucket bucket, Path scratch, Map<String, String> environment, BucketObjects objects) {
        this.bucket = bucket;
        this.scratch = scratch;
        this.local = new ScratchFolders(environment);
        this.objects = objects;
        this.troubles = new BucketTroubles(bucket);
    }

    static Result<BackupStore> open(Bucket bucket, Path scratch, Map<String, String> environment, Patience patience) {
        return BucketClient.open(bucket, environment, patience)
                .then(client -> Result.ok(
                        new BucketStore(bucket, scratch, environment, new BucketObjects(client, bucket, patience))));
    }

    @Override
    public Result<Path> begin(String location, long dataBytes) {
        return at(location, "written to", keys -> {
            if (objects.keys(keys.root()).contains(keys.manifest())) {
                return Result.failed(
                        Reason.StorageDenied,
                        "There is a finished backup at " + keys.root() + " in the bucket " + bucket.name()
                                + " already, and it is not overwritten. Delete it if it is not needed, or give"
                                + " spec.backup.storage another prefix.");
            }
            clear(keys);
            probe(keys.root() + "probe");
            begun = keys;
            return local.folder(scratch, dataBytes);
        });
    }

    @Override
    public Result<List<StoredFile>> store(String location, Path folder, Consumer<String> progress) {
        return at(location, "written to", keys -> {
            List<String> names = locally(() -> FolderTree.files(folder));
            Ticker upload = new Ticker("Uploaded", locally(() -> sizes(folder, names)), progress);
            List<StoredFile> files = new ArrayList<>();
            for (String name : names) {
                StoredFile written = locally(() -> reading.read(folder.resolve(name), name, bytes -> {}));
                objects.put(keys.file(name), folder.resolve(name), written.size(), upload::advance);
                files.add(written);
            }
            upload.finish();
            Ticker check = new Ticker("Read back", total(files), progress);
            for (StoredFile written : files) {
                StoredFile found = download(keys, written, OutputStream.nullOutputStream(), check::advance);
                var trouble = FileComparison.compare(written, found, describe());
                if (trouble.isPresent()) {
                    return Result.failed(trouble.get());
                }
            }
            check.finish();
            return Result.ok(List.copyOf(files));
        });
    }

    @Override
    public Result<String> seal(String location, byte[] manifest) {
        return at(location, "written to", keys -> {
            objects.put(keys.manifest(), manifest);
            if (!Arrays.equals(manifest, objects.get(keys.manifest()).orElse(null))) {
                objects.delete(keys.manifest());
                return Result.failed(damaged());
            }
            begun = null;
            return Result.ok(Sha256.named(manifest));
        });
    }

    @Override
    public Result<StoredFile> add(String location, Path file, String name) {
        return at(location, "written to", keys -> {
            StoredFile given = locally(() -> reading.read(file, name, bytes -> {}));
            objects.put(keys.file(name), file, given.size(), bytes -> {});
            StoredFile found = download(keys, given, OutputStream.nullOutputStream(), bytes -> {});
            return FileComparison.compare(given, found, describe())
                    .<Result<StoredFile>>map(Result::failed)
                    .orElseGet(() -> Result.ok(given));
        });
    }

    @Override
    public Result<String> reseal(String location, byte[] manifest) {
        return at(location, "written to", keys -> {
            objects.put(keys.manifest(), manifest);
            return Arrays.equals(manifest, objects.get(keys.manifest()).orElse(null))
                    ? Result.ok(Sha256.named(manifest))
                    : Result.failed(damaged());
        });
    }

    private Trouble damaged() {
        return new Trouble(
                Reason.BackupCorrupt,
                "The manifest was read back from " + describe() + " with another content than was written."
                        + " Look for faults of the object store.");
    }

    @Override
    public Result<byte[]> manifest(String location) {
        return at(location, "read", keys -> {
            Optional<byte[]> manifest = objects.get(keys.manifest());
            return manifest.isPresent()
                    ? Result.ok(manifest.get())
                    : Result.failed(
                            Reason.BackupNotFound,
                            "There is no complete backup in " + describe() + " at " + keys.root()
                                    + ": it has no manifest.");
        });
    }

    @Override
    public Result<Optional<StoredFile>> absent(String location, List<StoredFile> files) {
        return at(location, "read", keys -> {
            Map<String, Long> sizes = objects.sizes(keys.root());
            return Result.ok(files.stream()
                    .filter(expected -> !Long.valueOf(expected.size()).equals(sizes.get(keys.file(expected.name()))))
                    .findFirst());
        });
    }

    @Override
    public Result<Path> fetch(String location, List<StoredFile> files, Path into, Consumer<String> progress) {
        return at(
                location,
                "read",
                keys -> local.folder(into, total(files)).then(folder -> {
                    try {
                        return fetch(keys, files, folder, new Ticker("Downloaded", total(files), progress));
                    } catch (IOException e) {
                        return Result.failed(troubles.of("read", e));
                    }
                }));
    }

    private Result<Path> fetch(Keys keys, List<StoredFile> files, Path folder, Ticker ticker) throws IOException {
        for (StoredFile expected : files) {
            Path file = folder.resolve(expected.name()).normalize();
            if (!file.startsWith(folder)) {
                throw new IllegalArgumentException(expected.name() + " leads out of the backup");
            }
            try (OutputStream target = locally(() -> create(file))) {
                StoredFile found = download(keys, expected, target, ticker::advance);
                var trouble = FileComparison.compare(expected, found, describe());
                if (trouble.isPresent()) {
                    return Result.failed(trouble.get());
                }
            } catch (NoSuchKeyException e) {
                return Result.failed(FileComparison.missing(expected, describe()));
            }
        }
        ticker.finish();
        return Result.ok(folder);
    }

    private StoredFile download(Keys keys, StoredFile file, OutputStream target, LongConsumer advance)
            throws IOException {
        MessageDigest digest = Sha256.start();
        long[] size = {0};
        objects.read(keys.file(file.name()), (bytes, length) -> {
            locally(() -> {
                target.write(bytes, 0, length);
                return length;
            });
            digest.update(bytes, 0, length);
            size[0] += length;
            advance.accept(length);
        });
        return new StoredFile(file.name(), size[0], Sha256.finish(digest));
    }

    @Override
    public Result<Integer> delete(String location) {
        return at(location, "written to", keys -> Result.ok(clear(keys)));
    }

    /** Deletes all that is there, the manifest first. */
    private int clear(Keys keys) {
        List<String> all = objects.keys(keys.root());
        if (all.contains(keys.manifest())) {
            objects.delete(keys.manifest());
        }
        for (String key : all) {
            if (!key.equals(keys.manifest())) {
                objects.delete(key);
            }
        }
        objects.abortUploads(keys.root());
        return all.size();
    }

    private void probe(String key) throws IOException {
        byte[] content = new byte[PROBE_BYTES];
        ThreadLocalRandom.current().nextBytes(content);
        objects.put(key, content);
        boolean same = Arrays.equals(content, objects.get(key).orElse(null));
        objects.delete(key);
        if (!same) {
            throw new IOException("an object was read back with another content than was written");
        }
    }

    @Override
    public String describe() {
        return "the bucket " + bucket.name() + " at " + troubles.host()
                + (bucket.prefix().isEmpty() ? "" : ", below " + bucket.prefix());
    }

    @Override
    public void close() {
        local.close();
        Keys unfinished = begun;
        if (unfinished != null) {
            begun = null;
            try {
                clear(unfinished);
            } catch (SdkException e) {
                // The next backup at this location, or its deletion, tries again.
            }
        }
        objects.close();
    }

    private <T> Result<T> at(String location, String doing, Work<T> work) {
        return BackupLocation.parse(location).then(parsed -> {
            try {
                return work.at(Keys.of(bucket.prefix(), parsed));
            } catch (UncheckedIOException e) {
                return Result.failed(ScratchFolders.trouble(scratch, Objects.requireNonNull(e.getCause())));
            } catch (IOException | SdkException e) {
                return Result.failed(troubles.of(doing, e));
            }
        });
    }

    private interface Work<T> {
        Result<T> at(Keys keys) throws IOException;
    }

    /** @param root with a slash at its end */
    private record Keys(String root) {

        static Keys of(String prefix, BackupLocation location) {
            return new Keys((prefix.isEmpty() ? "" : prefix + "/") + location + "/");
        }

        String manifest() {
            return root + "manifest.json";
        }

        String file(String name) {
            return root + "dump/" + name;
        }
    }

    private static OutputStream create(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.newOutputStream(file);
    }

    /** Marks the failures that are not the object store's. */
    private static <T> T locally(Callable<T> work) {
        try {
            return work.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Callable<T> {
        T call() throws IOException;
    }

    private static long total(List<StoredFile> files) {
        return files.stream().mapToLong(StoredFile::size).sum();
    }

    private static long sizes(Path folder, List<String> names) throws IOException {
        long sum = 0;
        for (String name : names) {
            sum += Files.size(folder.resolve(name));
        }
        return sum;
    }
}
