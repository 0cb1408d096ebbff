package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.pod.BackupVolumes;
import dev.stillhouse.operator.pod.ScratchVolume;
import dev.stillhouse.report.BackupVerification;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that is to be launched, with the backup that it reads.
 *
 * @param run the run, complete
 * @param source the backup that it brings back or verifies; empty for every other operation
 * @param earlier the backup of an earlier attempt that it may use, as it is now
 * @param launchedAt when its time begins
 */
record RunOrder(
        MigrationRun run, Optional<MigrationBackup> source, Optional<MigrationBackup> earlier, Instant launchedAt) {
    /** When the run has to be over, the start of its pod included: the one deadline for its runner and its Job. */
    Instant end() {
        return launchedAt.plus(run.getSpec().execution().deadlineOrDefault());
    }

    /** How the backup is verified that the run is to verify; empty for every other operation. */
    Optional<BackupVerification> verification() {
        return Optional.ofNullable(run.getSpec().verify())
                .flatMap(verify -> Optional.ofNullable(verify.by())
                        .or(() -> source.map(from -> from.getSpec().verify())));
    }

    /** The place for backups that the pod needs to get at, if any. */
    Optional<BackupVolumes> volumes() {
        return source.map(from -> from.getSpec().storage())
                .or(() -> BackupNames.mayBeTaken(run)
                        ? Optional.ofNullable(run.getSpec().backupOrDefault().storage())
                        : Optional.empty())
                .map(BackupVolumes::new);
    }

    /** The volume for what the run needs only for a while: a copy of the database, and the files of a backup. */
    Optional<ScratchVolume> scratch() {
        return volumes().isPresent() || Rehearsals.isMade(run)
                ? Optional.of(new ScratchVolume(run.getSpec().backupOrDefault().scratch()))
                : Optional.empty();
    }
}
