package dev.stillhouse.runner.output;

import dev.stillhouse.report.Progress;

/** Takes what a run tells while it is under way. */
public interface ProgressSink {

    /** Tells one line. The last one of a run in a Job carries its report. */
    void write(Progress progress);
}
