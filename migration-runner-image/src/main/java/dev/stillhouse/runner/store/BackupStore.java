package dev.stillhouse.runner.store;

import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where backups lie. A backup is made by {@link #begin}, {@link #store} and {@link #seal}, in this order; only one that has
 * a manifest is complete. Whatever can be expected to fail is a trouble of one of the reasons {@code StorageUnavailable},
 * {@code StorageDenied}, {@code StorageNotFound}, {@code StorageFull}, {@code BackupCorrupt} and {@code BackupNotFound}.
 *
 * <p>A location is {@code namespace/name}. A store serves one thread.
 */
public interface BackupStore extends AutoCloseable {

    /**
     * Opens the store that the request names. Nothing is asked of it yet.
     *
     * @param environment variables in which a bucket's credentials are
     */
    static Result<BackupStore> open(BackupStorage storage, Map<String, String> environment) {
        String folder = storage.folder();
        if (folder != null) {
            return Result.ok(new FolderStore(Path.of(folder)));
        }
        BackupStorage.Bucket bucket = storage.bucket();
        if (bucket != null) {
            return BucketStore.open(bucket, Path.of(storage.scratch()), environment, Patience.USUAL);
        }
        return Result.failed(
                Reason.InternalError, "The request names neither a folder nor a bucket in which backups are to lie.");
    }

    /**
     * Makes ready for a backup: the store answers and may be written to, which is tried; the location is free; there is
     * room. What an unfinished backup left at the location is removed; a finished one is never overwritten.
     *
     * @param dataBytes how much data is to be dumped, before it is compressed
     * @return an empty folder for the backup's files
     */
    Result<Path> begin(String location, long dataBytes);

    /**
     * Makes the files permanent. Their digests are taken while they are streamed; then every file is read back from the
     * store and compared.
     *
     * @param folder the one that {@link #begin} gave
     * @param progress takes a sentence now and then
     * @return the files, sorted by name
     */
    Result<List<StoredFile>> store(String location, Path folder, Consumer<String> progress);

    /**
     * Writes the manifest, at once or not at all, and reads it back. The backup is complete after that.
     *
     * @return the manifest's digest, {@code sha256:…}
     */
    Result<String> seal(String location, byte[] manifest);

    /**
     * Makes one more file of a complete backup permanent, and reads it back. It belongs to the backup once {@link #reseal} has
     * written a manifest that names it.
     *
     * @param file a local one; it stays
     * @param name the name in the backup, of one that is not there
     */
    Result<StoredFile> add(String location, Path file, String name);

    /**
     * Puts another manifest in the place of a complete backup's, at once or not at all, and reads it back.
     *
     * @return the manifest's digest, {@code sha256:…}
     */
    Result<String> reseal(String location, byte[] manifest);

    /** The manifest of a complete backup. */
    Result<byte[]> manifest(String location);

    /**
     * Whether the files of a backup are there, each with its size. What is in them is not read.
     *
     * @return the first that is not
     */
    Result<Optional<StoredFile>> absent(String location, List<StoredFile> files);

    /**
     * Files of a backup in a local folder, each compared with its size and digest while it is read.
     *
     * @param files what the manifest says
     * @param into a folder for what has to be downloaded; a folder store gives its own files in place instead
     * @param progress takes a sentence now and then
     * @return the folder, valid until the store is closed
     */
    Result<Path> fetch(String location, List<StoredFile> files, Path into, Consumer<String> progress);

    /**
     * Deletes a backup, complete or not, the manifest first.
     *
     * @return how many files were deleted; 0 if nothing was there
     */
    Result<Integer> delete(String location);

    /** The store, for people. */
    String describe();

    /** Removes what is no longer needed: local copies, and what was begun and not sealed. */
    @Override
    void close();
}
