package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether what a restore is to bring back is there, whole, and of the database that is meant. */
final class RestoreSource {
    private static final Set<BackupState> WHOLE = EnumSet.of(BackupState.Stored, BackupState.Verified);

    private RestoreSource() {}

    /** Why a run must not be launched; empty for one that restores nothing, and for one that may be. */
    static Optional<RunDecision> trouble(RunSnapshot world) {
        return Optional.ofNullable(world.run().getSpec().restore())
                .flatMap(restore -> trouble(world.run(), restore, world.around().source()))
                .map(message -> new RunDecision.Fail(Reason.BackupNotFound, message + " Nothing was changed."));
    }

    private static Optional<String> trouble(MigrationRun run, RestoreSpec restore, Optional<MigrationBackup> source) {
        var namespace = run.getMetadata().getNamespace();
        if (source.isEmpty()) {
            return Optional.of("There is no MigrationBackup %s in the namespace %s: see `kubectl get mbackup -n %s`."
                    .formatted(restore.backup(), namespace, namespace));
        }
        var backup = source.get();
        if (backup.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of("The MigrationBackup %s is being deleted, with its files.".formatted(restore.backup()));
        }
        var status = Optional.ofNullable(backup.getStatus());
        var state = status.map(MigrationBackupStatus::state).orElse(BackupState.Pending);
        if (!WHOLE.contains(state)) {
            return Optional.of("The MigrationBackup %s is %s, and holds no complete dump. %s"
                    .formatted(
                            restore.backup(),
                            state,
                            Sentence.of(
                                    status.map(MigrationBackupStatus::message).orElse(null)))
                    .strip());
        }
        return wrongOrigin(run, restore, backup);
    }

    /** The data of one database goes to another only if the run says so. */
    private static Optional<String> wrongOrigin(MigrationRun run, RestoreSpec restore, MigrationBackup backup) {
        var own = run.getSpec().migrationRef().name();
        var said = Optional.ofNullable(restore.backupOf()).orElse(own);
        var origin = backup.getSpec().migrationRef().name();
        return said.equals(origin)
                ? Optional.empty()
                : Optional.of(
                        "The MigrationBackup %s was taken for the DatabaseMigration %s, not for %s. If its data is really to go to the database of %s, create the run with spec.restore.backupOf: %s."
                                .formatted(restore.backup(), origin, said, own, origin));
    }
}
