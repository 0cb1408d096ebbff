package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.EarlierBackup;
import dev.stillhouse.operator.cluster.BackupStates;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.RunRequest;
import java.util.Optional;

/**
 * Whether the runner is told of the backup of an earlier attempt. It decides by itself whether it fits; what it cannot know is
 * what has become of the resource since.
 */
final class Offer {
    private Offer() {}

    /** @param found the MigrationBackup of that name, as it is now */
    static Optional<RunRequest.Earlier> of(MigrationRun run, Optional<MigrationBackup> found) {
        var named = run.getSpec().earlierBackup();
        return named == null
                ? Optional.empty()
                : found.filter(backup -> stays(backup) && isSame(run, named, backup))
                        .map(backup -> new RunRequest.Earlier(
                                named.name(),
                                backup.getSpec().location(),
                                named.digest(),
                                named.plan(),
                                named.millis(),
                                run.getSpec()
                                        .backupOrDefault()
                                        .reuseWithinOrDefault()
                                        .toMillis()));
    }

    private static boolean stays(MigrationBackup backup) {
        return backup.getMetadata().getDeletionTimestamp() == null
                && Labels.annotation(backup, Labels.DELETE_FILES).isEmpty();
    }

    /** The one that was meant, for the same DatabaseMigration, good, and in the place that the run's pod gets at. */
    private static boolean isSame(MigrationRun run, EarlierBackup named, MigrationBackup backup) {
        var status = backup.getStatus();
        return status != null
                && status.state() != null
                // Which rows an attempt was about to change is known when it does.
                && status.scope() != BackupScope.Rows
                && BackupStates.isGood(status.state(), backup.getSpec().verify())
                && named.digest().equals(status.digest())
                && run.getSpec().migrationRef().equals(backup.getSpec().migrationRef())
                && backup.getSpec()
                        .storage()
                        .equals(run.getSpec().backupOrDefault().storage());
    }
}
