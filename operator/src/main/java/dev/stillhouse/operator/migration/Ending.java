package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** How a run ended, as far as it matters to where the database is. */
enum Ending {
    /** It is not over. */
    OPEN,
    /** It never was one of this DatabaseMigration, or was withdrawn before it began. */
    VOID,
    /** Its plan waits for an approval. */
    WAITS,
    /** The database is where it was before. */
    KEPT,
    /** The database is elsewhere, whether or not the run came to its end. */
    MOVED,
    /** It is not known, or not as it should be, what it has left. */
    IN_DOUBT;

    private static final Set<Reason> DOUBTFUL =
            EnumSet.of(Reason.Lost, Reason.OutcomeUnknown, Reason.VerificationFailed);

    static Ending of(MigrationRun run) {
        return switch (RunOutcomes.phase(run)) {
            case Pending, Running, Unknown -> OPEN;
            case Unrecognized -> RunOutcomes.isOver(run) ? IN_DOUBT : OPEN;
            case AwaitingApproval -> WAITS;
            // The version rows do not tell it of a restore: they may have been the same before.
            case Succeeded -> run.getSpec().operation() == Operation.Restore || rowsMoved(run) ? MOVED : KEPT;
            case Failed -> failed(run);
        };
    }

    private static Ending failed(MigrationRun run) {
        var reason = RunOutcomes.reason(run);
        // Another one is to read the database in place of a settling one, and is not to be forgotten.
        var isWithdrawn = reason == Reason.Superseded && Kind.of(run) != Kind.SETTLEMENT;
        if (reason == Reason.NotAdopted || isWithdrawn) {
            return VOID;
        }
        if (DOUBTFUL.contains(reason) || RunOutcomes.loss(run).isPresent()) {
            return IN_DOUBT;
        }
        return rowsMoved(run) ? MOVED : KEPT;
    }

    private static boolean rowsMoved(MigrationRun run) {
        return RunOutcomes.result(run).filter(Ending::rowsMoved).isPresent();
    }

    private static boolean rowsMoved(RunResult result) {
        return result.revisionsBefore() != null && !Objects.equals(result.revisionsBefore(), result.revisionsAfter());
    }
}
