package dev.stillhouse.runner.project;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import java.util.List;
import java.util.Set;

/**
 * A project that works in a copy of its database. Its steps reach nothing but the copy: one that tries fails with {@link
 * Reason#ReachesOutside}.
 */
public interface ProjectInCopy {

    /** As {@link MigrationProject#plan}. */
    Result<Plan> plan(List<String> targets, Set<Direction> goOn);

    /**
     * Runs a plan that was made in the copy, and tells of each step what it does there ({@link ProjectEvent.StepObserved}); the
     * value is the number of steps that ran.
     */
    Result<Integer> apply(List<String> targets, Plan plan, ProjectListener listener);
}
