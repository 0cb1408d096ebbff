package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/** What a MigrationBackup that is gone may have left. */
final class Leftovers {
    private Leftovers() {}

    /** Said about the resource once it is gone; empty where it leaves no file. */
    static Optional<Standing> of(MigrationBackup gone) {
        return mayRemain(gone)
                ? Optional.of(Standing.idle(
                        Reason.FilesKept,
                        "The MigrationBackup was deleted, and its files stay at %s in its place for backups: only the annotation stillhouse.dev/delete-files deletes them. Create the resource again to have them listed, verified and restored."
                                .formatted(gone.getSpec().location())))
                : Optional.empty();
    }

    private static boolean mayRemain(MigrationBackup gone) {
        var status = gone.getStatus();
        if (status == null || status.state() == null) {
            return true;
        }
        return status.state() == BackupState.Deleting ? hasFailed(status) : status.state() != BackupState.Pending;
    }

    private static boolean hasFailed(MigrationBackupStatus status) {
        return status.deletion() != null && status.deletion().failureTime() != null;
    }
}
