package dev.stillhouse.runner.backup;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Sha256;
import dev.stillhouse.runner.store.BackupStore;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a complete backup as it lies in a store.
 *
 * @param digest its own, {@code sha256:…}
 */
public record StoredManifest(Manifest manifest, String digest) {

    /** Of a backup that is no dump. */
    private static final int ROWS_FORMAT = 3;

    /** @param expected the digest that it has to have, where that is known */
    public static Result<StoredManifest> read(BackupStore store, String location, @Nullable String expected) {
        return store.manifest(location).then(bytes -> {
            String digest = Sha256.named(bytes);
            String which = "The manifest of the backup " + location + " in " + store.describe();
            if (expected != null && !expected.equals(digest)) {
                return Result.failed(
                        Reason.BackupCorrupt,
                        which + " is not the one that was asked for: its digest is " + digest + ", and " + expected
                                + " was expected. Somebody changed or replaced it.");
            }
            try {
                int format = Manifest.format(bytes);
                if (format == ROWS_FORMAT) {
                    return Result.failed(
                            Reason.BackupPartial,
                            which
                                    + " is of rows that were saved one by one, right before statements changed them, and of"
                                    + " nothing else. Put them back with the mode Rows (stillhouse restore --mode rows).");
                }
                return format > Manifest.NEWEST_FORMAT
                        ? Result.failed(
                                Reason.ProtocolMismatch,
                                which + " is of format " + format + ", and this runner knows " + Manifest.NEWEST_FORMAT
                                        + ": a newer Stillhouse made it. Use the runner of that version.")
                        : Result.ok(new StoredManifest(Manifest.read(bytes), digest));
            } catch (MalformedJson e) {
                return Result.failed(Reason.BackupCorrupt, which + " cannot be read: " + e.getMessage() + ".");
            }
        });
    }
}
