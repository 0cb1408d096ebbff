package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.pod.BackupVolumes;
import java.util.Optional;

/**
 * A run that is to be launched, with what it brings back.
 *
 * @param run the run, complete
 * @param source the backup that a restore brings back; empty for every other operation
 */
record RunOrder(MigrationRun run, Optional<MigrationBackup> source) {
    /** The place for backups that the pod needs to get at, if any. */
    Optional<BackupVolumes> volumes() {
        var backup = run.getSpec().backupOrDefault();
        return source.map(from -> from.getSpec().storage())
                .or(() -> BackupNames.mayBeTaken(run) ? Optional.ofNullable(backup.storage()) : Optional.empty())
                .map(storage -> new BackupVolumes(storage, backup.scratch()));
    }
}
