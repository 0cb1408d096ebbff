package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.api.v1alpha1.RunPhase;
import java.util.Optional;

/** What both controllers read from a run. */
public final class RunOutcomes {
    private RunOutcomes() {}

    /** The phase of a run; one that has no status yet is pending. */
    public static RunPhase phase(MigrationRun run) {
        return Optional.ofNullable(run.getStatus())
                .map(MigrationRunStatus::phase)
                .orElse(RunPhase.Pending);
    }

    /** Whether the run saw the database at its target at the end. */
    public static boolean isAtTarget(MigrationRun run) {
        return Optional.ofNullable(run.getStatus())
                .map(MigrationRunStatus::result)
                .map(RunResult::pending)
                .filter(pending -> pending == 0)
                .isPresent();
    }
}
