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

    /** Why a run is in its phase; one that has no status yet is starting. */
    public static Reason reason(MigrationRun run) {
        return status(run).map(MigrationRunStatus::reason).orElse(Reason.Starting);
    }

    /** The last word of a run for a person. */
    public static String message(MigrationRun run) {
        return status(run).map(MigrationRunStatus::message).orElse("It is being started.");
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
