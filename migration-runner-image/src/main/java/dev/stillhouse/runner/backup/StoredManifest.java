package dev.stillhouse.runner.backup;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.store.ManifestFile;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a complete backup as it lies in a store.
 *
 * @param digest its own, {@code sha256:…}
 */
public record StoredManifest(Manifest manifest, String digest) {

    /** @param expected the digest that it has to have, where that is known */
    public static Result<StoredManifest> read(BackupStore store, String location, @Nullable String expected) {
        return ManifestFile.read(store, location, expected).then(file -> {
            try {
                int format = Manifest.format(file.bytes());
                if (format == ManifestFile.ROWS_FORMAT) {
                    return Result.failed(
                            Reason.BackupPartial,
                            file.title()
                                    + " is of rows that were saved one by one, right before statements changed them, and of"
                                    + " nothing else. Put them back with the mode Rows (stillhouse restore --mode rows).");
                }
                return format > Manifest.NEWEST_FORMAT
                        ? Result.failed(
                                Reason.ProtocolMismatch,
                                file.title() + " is of format " + format + ", and this runner knows "
                                        + Manifest.NEWEST_FORMAT
                                        + ": a newer Stillhouse made it. Use the runner of that version.")
                        : Result.ok(new StoredManifest(Manifest.read(file.bytes()), file.digest()));
            } catch (MalformedJson e) {
                return Result.failed(Reason.BackupCorrupt, file.title() + " cannot be read: " + e.getMessage() + ".");
            }
        });
    }

    /** The backup as a report has it. */
    public RunReport.Backup told(BackupState state, String location) {
        return told(state, location, null, null);
    }

    /**
     * The backup of an earlier attempt, as a report has it.
     *
     * @param millis time that it took
     * @param name of its MigrationBackup
     */
    public RunReport.Backup toldOfEarlier(BackupState state, String location, long millis, String name) {
        return told(state, location, millis, name);
    }

    private RunReport.Backup told(BackupState state, String location, @Nullable Long millis, @Nullable String reused) {
        return new RunReport.Backup(
                state,
                location,
                manifest.revisions(),
                manifest.snapshotTime(),
                digest,
                manifest.sizeBytes(),
                manifest.contents().tables().size(),
                manifest.contents().rows(),
                millis,
                manifest.scope(),
                manifest.rowsOf(),
                null,
                null,
                manifest.toldNotes(),
                reused);
    }
}
