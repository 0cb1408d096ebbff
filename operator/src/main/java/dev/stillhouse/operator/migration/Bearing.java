package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.Starter;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a finished run means for where its DatabaseMigration stands. */
final class Bearing {
    /** After these it is not known, or not as it should be, what a run has left. */
    private static final Set<Reason> DOUBTFUL = EnumSet.of(Reason.Lost, Reason.VerificationFailed);

    private Bearing() {}

    /** Whether the DatabaseMigration stands where this run left it; otherwise it stands where it stood before. */
    static boolean decides(MigrationRun run) {
        return switch (run.getSpec().operation()) {
            case Migrate -> true;
            case Upgrade, Downgrade, Stamp -> mayHaveMoved(run);
            case Observe -> run.getSpec().settles() != null;
            case Backup -> false;
            case Restore -> changesDatabase(run) && mayHaveRestored(run);
        };
    }

    /** Whether the operator started it by itself, so that it may withdraw it. */
    static boolean isOwn(MigrationRun run) {
        return run.getSpec().startedBy() == Starter.Operator;
    }

    /** Whether the operator started it only to look where the database is. */
    static boolean isLook(MigrationRun run) {
        return run.getSpec().operation() == Operation.Observe && run.getSpec().settles() == null && isOwn(run);
    }

    /** Whether it is for moving the database elsewhere than the manifest may want it. */
    static boolean isPersonsMove(MigrationRun run) {
        return switch (run.getSpec().operation()) {
            case Upgrade, Downgrade, Stamp -> true;
            case Restore -> changesDatabase(run);
            case Migrate, Observe, Backup -> false;
        };
    }

    /** Whether what it read of the database tells where the database is and what is pending. */
    static boolean reads(MigrationRun run) {
        return decides(run) || run.getSpec().operation() == Operation.Observe;
    }

    static boolean changesDatabase(MigrationRun run) {
        return Optional.ofNullable(run.getSpec().restore())
                .filter(RestoreSpec::changesDatabase)
                .isPresent();
    }

    private static boolean mayHaveRestored(MigrationRun run) {
        return RunOutcomes.phase(run) == RunPhase.Succeeded || DOUBTFUL.contains(RunOutcomes.reason(run));
    }

    private static boolean mayHaveMoved(MigrationRun run) {
        return DOUBTFUL.contains(RunOutcomes.reason(run))
                || RunOutcomes.result(run).filter(Bearing::hasMoved).isPresent();
    }

    private static boolean hasMoved(RunResult result) {
        return result.revisionsBefore() != null && !Objects.equals(result.revisionsBefore(), result.revisionsAfter());
    }
}
