package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.CopiesSpec;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.pod.DatabaseAccess;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.CopyPlace;
import java.util.Optional;

/** On which server a run may make a copy of the database, beside its own. */
final class CopyServer {
    private CopyServer() {}

    /** Another server. A run that makes no copy does not wait for its Secrets. */
    static Optional<DatabaseAccess> another(RunOrder order) {
        return Optional.ofNullable(order.run().getSpec().copies())
                .filter(copies -> copies.whereOrDefault() == CopyPlace.Server && mayMakeCopies(order))
                .map(CopiesSpec::database)
                .map(DatabaseAccess::ofCopies);
    }

    private static boolean mayMakeCopies(RunOrder order) {
        return Rehearsals.isMade(order.run())
                || order.verification()
                        .or(() -> ofBackup(order.run()))
                        .filter(how -> how == BackupVerification.Restore)
                        .isPresent();
    }

    private static Optional<BackupVerification> ofBackup(MigrationRun run) {
        return BackupNames.mayBeTaken(run)
                ? Optional.of(run.getSpec().backupOrDefault().verifyOrDefault())
                : Optional.empty();
    }
}
