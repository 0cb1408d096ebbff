package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.util.List;
import java.util.Optional;

/** What both controllers read from a run, whose status may not be there yet. */
public final class RunOutcomes {
    private RunOutcomes() {}

    /** The phase of a run; one that has no status yet is pending. */
    public static RunPhase phase(MigrationRun run) {
        return status(run).map(MigrationRunStatus::phase).orElse(RunPhase.Pending);
    }

    /** Whether a run never changes again. One whose phase only a newer version knows tells it by its end. */
    public static boolean isOver(MigrationRun run) {
        var phase = phase(run);
        return phase.terminal()
                || (phase == RunPhase.Unrecognized
                        && status(run).map(MigrationRunStatus::completionTime).isPresent());
    }

    /** Why a run is in its phase; one that has no status yet is starting. */
    public static Reason reason(MigrationRun run) {
        return phase(run) == RunPhase.Unrecognized
                ? Reason.Unknown
                : status(run).map(MigrationRunStatus::reason).orElse(Reason.Starting);
    }

    /** The last word of a run for a person. */
    public static String message(MigrationRun run) {
        var word = status(run).map(MigrationRunStatus::message);
        return phase(run) == RunPhase.Unrecognized
                ? "The run is in a phase that this version of the operator does not know: a newer one wrote it. Upgrade the operator again, or delete the run. Its last word: "
                        + word.orElse("none.")
                : word.orElse("It is being started.");
    }

    /** Why the runner ended without a report; empty if it reported, or is not known to have ended. */
    public static Optional<Reason> loss(MigrationRun run) {
        return status(run).map(MigrationRunStatus::loss);
    }

    /** The reason of a run that was lost for this one, and whose work the database shows not to be done. */
    public static Reason shortfall(Reason loss) {
        return loss == Reason.OutcomeUnknown ? Reason.Lost : loss;
    }

    public static Optional<RunResult> result(MigrationRun run) {
        return status(run).map(MigrationRunStatus::result);
    }

    /** The version rows at the end of a run, if it read them. */
    public static Optional<List<String>> rows(MigrationRun run) {
        return result(run).map(RunResult::revisionsAfter);
    }

    /** Where the whole plan of a run is kept, once it is. */
    public static Optional<PlanDocument> planDocument(MigrationRun run) {
        return status(run).map(MigrationRunStatus::planDocument);
    }

    /** Whether the run saw the database at its target at the end. */
    public static boolean isAtTarget(MigrationRun run) {
        return result(run)
                .map(RunResult::pending)
                .filter(pending -> pending == 0)
                .isPresent();
    }

    /**
     * Whether a run of unknown outcome is known to have done its work, now that another one has read the database. The
     * version rows do not tell it of a restore, as they may have been the same before, nor of a relative target.
     */
    public static boolean isSettledWell(MigrationRun lost, MigrationRun by) {
        return lost.getSpec().operation() != Operation.Restore
                && !lost.getSpec().hasRelativeTarget()
                && isAtTarget(by);
    }

    private static Optional<MigrationRunStatus> status(MigrationRun run) {
        return Optional.ofNullable(run.getStatus());
    }
}
