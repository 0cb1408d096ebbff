package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.BackupState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a decision about a backup rests on.
 *
 * @param backup the resource
 * @param run the run that takes it; empty if that is gone
 * @param migration the DatabaseMigration of its name, if there is one
 * @param family all backups for a DatabaseMigration of that name, itself included
 * @param verification the newest run that verified it and found something that is not on record yet
 * @param sharedWith another MigrationBackup that names the same files; looked for only if they are to be deleted
 * @param inUse names of the backups of the family whose files a run under way needs, or was offered
 * @param busyWith what still needs its files, for a person; empty if nothing does
 * @param job the Job of the last attempt to delete its files
 * @param pod the pod of that Job
 */
record BackupSnapshot(
        MigrationBackup backup,
        Optional<MigrationRun> run,
        Optional<DatabaseMigration> migration,
        List<MigrationBackup> family,
        Optional<MigrationRun> verification,
        Optional<String> sharedWith,
        Set<String> inUse,
        Optional<String> busyWith,
        Optional<Job> job,
        Optional<Pod> pod) {

    /** Whether its files are to be deleted. Once that has begun, nobody takes it back. */
    boolean isToBeDeleted() {
        return Marks.isMarked(backup);
    }

    boolean isConcluded() {
        return status().filter(MigrationBackupStatus::concluded).isPresent();
    }

    Optional<BackupState> state() {
        return status().map(MigrationBackupStatus::state);
    }

    Optional<MigrationBackupStatus> status() {
        return Optional.ofNullable(backup.getStatus());
    }

    String runName() {
        return backup.getSpec().run().name();
    }
}
