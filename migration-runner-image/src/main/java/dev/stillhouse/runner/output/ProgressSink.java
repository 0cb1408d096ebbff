package dev.stillhouse.runner.output;

import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Progress;

/** Takes what a run tells while it is under way. */
public interface ProgressSink {

    /** Tells one line. The last one of a run in a Job carries its report. */
    void write(Progress progress);

    /** Whether somebody keeps the whole plan; otherwise nobody has to render what is not reviewed. */
    default boolean keepsPlans() {
        return false;
    }

    /** Tells a piece of the whole plan. */
    default void write(PlanChunk chunk) {}
}
