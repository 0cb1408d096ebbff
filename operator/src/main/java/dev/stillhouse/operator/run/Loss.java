package dev.stillhouse.operator.run;

import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.pod.Disruption;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/**
 * Why a run ended without a report, as far as Kubernetes tells. What the run did is for the database to say; whether another
 * one makes sense is said by this, and by the same reasons as if the runner had reported.
 */
final class Loss {
    private Loss() {}

    /** What is on record, or what is seen now; it may be seen only after the pod is gone. */
    static Reason of(RunSnapshot world) {
        return RunOutcomes.loss(world.run())
                .filter(known -> known != Reason.OutcomeUnknown)
                .orElseGet(() -> seen(world));
    }

    private static Reason seen(RunSnapshot world) {
        if (Overtime.isOver(world)) {
            return Reason.DeadlineExceeded;
        }
        return disruption(world).isPresent() ? Reason.Disrupted : Reason.OutcomeUnknown;
    }

    /** Who took the pod away, as the end of a sentence; empty if it was not the platform. */
    static Optional<String> disruption(RunSnapshot world) {
        return world.pod()
                .flatMap(Disruption::of)
                .or(() -> world.job()
                        .filter(JobEnd::isSuspended)
                        .map(job -> "its Job was suspended, as a queue does to make room"));
    }

    /** For a person, once it is known: what to do about it. */
    static String advice(Reason loss) {
        return loss == Reason.DeadlineExceeded ? Overtime.ADVICE : "";
    }

    /** The beginning of a sentence. */
    static String words(Reason loss) {
        return switch (loss) {
            case DeadlineExceeded -> "Its time was over, and it ended without a report";
            case Disrupted -> "Kubernetes took its pod away before it could report";
            default -> "Its pod was lost";
        };
    }
}
