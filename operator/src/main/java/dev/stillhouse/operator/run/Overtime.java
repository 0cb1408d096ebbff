package dev.stillhouse.operator.run;

import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import java.util.Optional;

/**
 * What the Job's own deadline means for how a run ended. It is the same deadline as the runner's, and comes into its own
 * where the runner cannot end by itself: the runner then knows only that it was told to end, or says nothing at all.
 */
final class Overtime {
    static final String ADVICE =
            " The run took longer than spec.execution.deadline; if the work needs longer, raise it (a new run then begins).";

    private Overtime() {}

    static boolean isOver(RunSnapshot world) {
        return world.job().filter(JobEnd::isDeadlineExceeded).isPresent();
    }

    /** The report, with the reason that the runner could not know. */
    static RunReport told(RunSnapshot world, RunReport report) {
        return report.reason() == Reason.Cancelled && isOver(world)
                ? report.because(Reason.DeadlineExceeded, report.message() + ADVICE)
                : report;
    }

    /** The end of a run whose pod did not start in its time, and nobody says why. */
    static Optional<RunDecision> beforeStart(RunSnapshot world) {
        return isOver(world)
                ? Optional.of(
                        new RunDecision.Fail(
                                Reason.DeadlineExceeded,
                                "The pod did not start within spec.execution.deadline. Nothing was changed. See what it waited for (a node, an image, a volume); if it has to wait so long, raise spec.execution.deadline (a new run then begins)."))
                : Optional.empty();
    }
}
