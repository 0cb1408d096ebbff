package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.operator.cluster.VerificationRequest;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.util.Optional;

/** Whether the backup that a run is to bring back or to verify is there, and may be: whole, and of the database meant. */
final class BackupSource {
    private static final String NOTHING_CHANGED = " Nothing was changed.";

    private BackupSource() {}

    /** Why a run must not be launched; empty for one that reads no backup, and for one that may be. */
    static Optional<RunDecision> trouble(RunSnapshot world) {
        return BackupNames.readBy(world.run())
                .flatMap(name -> trouble(world.run(), name, world.around().source()))
                .<RunDecision>map(message -> new RunDecision.Fail(Reason.BackupNotFound, message + NOTHING_CHANGED))
                .or(() -> ofRows(world)
                        .or(() -> partial(world))
                        .map(message -> new RunDecision.Fail(Reason.BackupPartial, message + NOTHING_CHANGED)));
    }

    /** Rows that were saved one by one are put back one by one, and nothing else is. */
    private static Optional<String> ofRows(RunSnapshot world) {
        var restore = world.run().getSpec().restore();
        var source = world.around().source();
        if (restore == null || source.isEmpty()) {
            return Optional.empty();
        }
        var name = source.get().getMetadata().getName();
        var rows = hasScope(source.get(), BackupScope.Rows);
        if (rows == (restore.modeOrDefault() == RestoreMode.Rows)) {
            return Optional.empty();
        }
        return Optional.of(
                rows
                        ? "The MigrationBackup %s has nothing but rows that statements have changed, and the mode %s is for a dump. Put them back with spec.restore.mode: Rows."
                                .formatted(name, restore.modeOrDefault())
                        : "The MigrationBackup %s is a dump, and the mode Rows is for a backup whose status.scope is Rows. Choose another mode."
                                .formatted(name));
    }

    /** What has the rows of some tables only takes the place of nothing. The runner refuses it too, by the manifest. */
    private static Optional<String> partial(RunSnapshot world) {
        var restore = world.run().getSpec().restore();
        return restore == null || restore.modeOrDefault() == RestoreMode.NewDatabase
                ? Optional.empty()
                : world.around()
                        .source()
                        .filter(backup -> hasScope(backup, BackupScope.Tables))
                        .map(backup ->
                                "The MigrationBackup %s has not the rows of all tables (status.rowsOf, status.notes), and the mode %s would put it in the place of all. Restore it with spec.restore.mode: NewDatabase, which changes nothing in %s, and copy the rows from there; or choose a backup whose status.scope is Database."
                                        .formatted(
                                                backup.getMetadata().getName(),
                                                restore.modeOrDefault(),
                                                restore.confirm()));
    }

    private static boolean hasScope(MigrationBackup backup, BackupScope scope) {
        return backup.getStatus() != null && backup.getStatus().scope() == scope;
    }

    private static Optional<String> trouble(MigrationRun run, String name, Optional<MigrationBackup> source) {
        var namespace = run.getMetadata().getNamespace();
        if (source.isEmpty()) {
            return Optional.of("There is no MigrationBackup %s in the namespace %s: see `kubectl get mbackup -n %s`."
                    .formatted(name, namespace, namespace));
        }
        var backup = source.get();
        if (backup.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of("The MigrationBackup %s is being deleted.".formatted(name));
        }
        var restore = run.getSpec().restore();
        return restore == null ? unverifiable(backup) : unrestorable(run, restore, backup);
    }

    /** What is not whole may turn out to be, but for what somebody writes or deletes just now. */
    private static Optional<String> unverifiable(MigrationBackup backup) {
        return switch (state(backup)) {
            case Unknown, Stored, Verified, Failed -> Optional.empty();
            case Pending, Running -> Optional.of(describe(backup, "its run may still write it"));
            case Deleting -> Optional.of(describe(backup, "its files are being deleted"));
        };
    }

    private static Optional<String> unrestorable(MigrationRun run, RestoreSpec restore, MigrationBackup backup) {
        return switch (state(backup)) {
            case Stored, Verified -> wrongOrigin(run, restore, backup);
            case Unknown ->
                Optional.of(
                        "The MigrationBackup %s is Unknown: nothing says that its files are whole. Have it verified first: %s and then ask for the restore again."
                                .formatted(backup.getMetadata().getName(), VerificationRequest.command(backup)));
            case Pending, Running, Failed, Deleting -> Optional.of(describe(backup, "holds no complete dump"));
        };
    }

    /** One without a status is not known, whatever its run is about to say of it. */
    private static BackupState state(MigrationBackup backup) {
        return Optional.ofNullable(backup.getStatus())
                .map(MigrationBackupStatus::state)
                .orElse(BackupState.Unknown);
    }

    private static String describe(MigrationBackup backup, String what) {
        return "The MigrationBackup %s is %s: %s. %s"
                .formatted(
                        backup.getMetadata().getName(),
                        state(backup),
                        what,
                        Sentence.of(Optional.ofNullable(backup.getStatus())
                                .map(MigrationBackupStatus::message)
                                .orElse(null)))
                .strip();
    }

    /** The data of one database goes to another only if the run says so. */
    private static Optional<String> wrongOrigin(MigrationRun run, RestoreSpec restore, MigrationBackup backup) {
        var own = run.getSpec().migrationRef().name();
        var said = Optional.ofNullable(restore.backupOf()).orElse(own);
        var origin = backup.getSpec().migrationRef().name();
        return said.equals(origin)
                ? Optional.empty()
                : Optional.of(
                        "The MigrationBackup %s was taken for the DatabaseMigration %s, not for %s. If its data is really to go to the database of %s, create the request with spec.restore.backupOf: %s."
                                .formatted(restore.backup(), origin, said, own, origin));
    }
}
