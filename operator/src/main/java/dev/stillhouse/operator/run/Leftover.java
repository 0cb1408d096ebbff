package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.operator.pod.JobEnd;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What may be left of a run that is over and on record: a Job without an end. It is suspended, and would start a pod when
 * it is resumed; or a container that somebody added to its pod, such as a mesh's, runs on.
 */
final class Leftover {
    /** A Job comes to its end within seconds of its runner's, if nothing keeps it from that. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Leftover() {}

    /** When the Job of the run is to be deleted; empty if it has come to its end, or is being deleted. */
    static Optional<Instant> due(RunSnapshot world) {
        return world.job()
                .filter(job ->
                        !world.isForeign(job) && job.getMetadata().getDeletionTimestamp() == null && JobEnd.isOpen(job))
                .map(job -> due(world, job));
    }

    private static Instant due(RunSnapshot world, Job job) {
        return JobEnd.isSuspended(job) ? Instant.EPOCH : recorded(world).plus(PATIENCE);
    }

    /** Since when the run is known to be over. */
    private static Instant recorded(RunSnapshot world) {
        var status = Optional.ofNullable(world.run().getStatus());
        return status.map(MigrationRunStatus::completionTime)
                .or(() -> status.map(MigrationRunStatus::conditions).orElse(List.of()).stream()
                        .map(Condition::getLastTransitionTime)
                        .max(Comparator.naturalOrder()))
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
