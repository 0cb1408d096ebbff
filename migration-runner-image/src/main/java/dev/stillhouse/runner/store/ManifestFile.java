package dev.stillhouse.runner.store;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A manifest as it lies in a store, whatever it is of.
 *
 * @param digest its own, {@code sha256:…}
 * @param title what it is, for a person
 */
public record ManifestFile(byte[] bytes, String digest, String title) {

    /** The format of one that is of saved rows, and of no dump. */
    public static final int ROWS_FORMAT = 3;

    /** @param expected the digest that it has to have, where that is known */
    public static Result<ManifestFile> read(BackupStore store, String location, @Nullable String expected) {
        return store.manifest(location).then(bytes -> {
            String digest = Sha256.named(bytes);
            String title = "The manifest of the backup " + location + " in " + store.describe();
            return expected == null || expected.equals(digest)
                    ? Result.ok(new ManifestFile(bytes, digest, title))
                    : Result.failed(
                            Reason.BackupCorrupt,
                            title + " is not the one that was asked for: its digest is " + digest + ", and " + expected
                                    + " was expected. Somebody changed or replaced it.");
        });
    }
}
