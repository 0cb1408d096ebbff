package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.report.Reason;
import java.time.Instant;

/** Says how often something was tried. */
final class Attempts {
    private Attempts() {}

    /** Up to a run that was the last. */
    static String text(MigrationRun last) {
        var attempt = Attempt.of(last);
        return (attempt.number() == 1 ? "1 attempt" : attempt.number() + " attempts")
                + (attempt.disruptions() == 0
                        ? ""
                        : " (and %s that do not count, as Kubernetes took the pod away)"
                                .formatted(attempt.disruptions()));
    }

    /** What follows a run that ended for this reason. */
    static String next(MigrationRun failed, Reason reason, Instant due) {
        var next = Attempt.after(failed, reason);
        return "Attempt %d of %d follows at %s.%s"
                .formatted(
                        next.number(),
                        Attempt.most(failed, reason),
                        Conditions.timestamp(due),
                        reason.retry() == Reason.Retry.UNCOUNTED ? uncounted(next) : "");
    }

    private static String uncounted(Attempt next) {
        return " It is the same one, as a pod that Kubernetes takes away is no attempt: that was so %s."
                .formatted(next.disruptions() == 1 ? "once" : next.disruptions() + " times");
    }
}
