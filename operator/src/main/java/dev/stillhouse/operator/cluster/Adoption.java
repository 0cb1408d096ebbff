package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastRun;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.JobRef;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/** Whether a run is one that the operator has started for an existing DatabaseMigration. An object alone is no command. */
public enum Adoption {
    /** The DatabaseMigration owns it, and names it in its status. */
    ADOPTED,
    /** The DatabaseMigration owns it, names it, and has seen it launched. */
    LAUNCHED,
    /** The DatabaseMigration owns it, and may be about to name it. */
    AWAITED,
    /** No DatabaseMigration owns it: it was copied, forged, or restored. */
    FOREIGN;

    public static Adoption of(MigrationRun run, Optional<DatabaseMigration> migration) {
        if (migration.filter(found -> isOwned(run, found)).isEmpty()) {
            return FOREIGN;
        }
        return migration
                .flatMap(found -> named(run, found))
                .map(last -> last.launched() ? LAUNCHED : ADOPTED)
                .orElse(AWAITED);
    }

    /** By uid: one of the same name may have been deleted and created anew since. */
    public static boolean isOwned(MigrationRun run, DatabaseMigration migration) {
        return run.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(migration.getMetadata().getUid()));
    }

    /** Whether a run that is owned counts among what the DatabaseMigration has done or does. */
    public static boolean isStarted(MigrationRun run, DatabaseMigration migration) {
        return wasLaunched(run) || named(run, migration).isPresent();
    }

    /** Whether a run says itself that it was launched, or came to its end. */
    public static boolean wasLaunched(MigrationRun run) {
        return hasJob(run) || (RunOutcomes.isOver(run) && RunOutcomes.reason(run) != Reason.NotAdopted);
    }

    private static boolean hasJob(MigrationRun run) {
        return Optional.ofNullable(run.getStatus())
                .map(MigrationRunStatus::job)
                .map(JobRef::uid)
                .isPresent();
    }

    private static Optional<LastRun> named(MigrationRun run, DatabaseMigration migration) {
        return Optional.ofNullable(migration.getStatus())
                .map(DatabaseMigrationStatus::lastRun)
                .filter(last -> run.getMetadata().getUid().equals(last.uid()));
    }
}
