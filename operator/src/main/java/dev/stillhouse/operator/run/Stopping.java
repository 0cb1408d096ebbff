package dev.stillhouse.operator.run;

import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.run.RunDecision.Stop;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Optional;

/** When what works for a run is told to stop: its Job, or the pod that was left of it. */
final class Stopping {
    /** What the Job of a run gives its pod beyond the deadline, to report and to end. */
    private static final Duration ORPHAN_PATIENCE = Duration.ofMinutes(2);

    private Stopping() {}

    static Optional<RunDecision> ifAsked(RunSnapshot world) {
        return Cancellation.isAsked(world.run()) && isThere(world) ? Optional.of(new Stop()) : Optional.empty();
    }

    /** The deadline of the pod stood on its Job. Its runner keeps its own, unless it never starts, or hangs. */
    static Optional<RunDecision> ifOverdue(RunSnapshot world) {
        var deadline = world.run().getSpec().execution().deadlineOrDefault();
        return world.job().isEmpty()
                        && world.seen().there().compareTo(deadline.plus(ORPHAN_PATIENCE)) > 0
                        && isThere(world)
                ? Optional.of(new Stop())
                : Optional.empty();
    }

    /** And is not stopping yet. */
    private static boolean isThere(RunSnapshot world) {
        return world.job()
                .<HasMetadata>map(job -> job)
                .or(world::pod)
                .filter(it -> it.getMetadata().getDeletionTimestamp() == null)
                .isPresent();
    }
}
