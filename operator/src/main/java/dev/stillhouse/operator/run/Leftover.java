package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.RunnerPod;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What may be left of a run that is over and on record: a Job without an end, which is suspended and would start a pod when
 * it is resumed, or whose pod has a container that runs on, such as a mesh's; or a pod whose Job was deleted without it, which
 * nobody else removes.
 */
final class Leftover {
    /** A Job comes to its end within seconds of its runner's, if nothing keeps it from that. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Leftover() {}

    /** When it is to be deleted; empty if a Job has come to its end and goes by itself, or it is being deleted. */
    static Optional<Instant> due(RunSnapshot world) {
        return world.job().isPresent()
                ? world.job()
                        .filter(job -> !world.isForeign(job) && isHere(job) && JobEnd.isOpen(job))
                        .map(job -> due(world, job))
                : world.pod()
                        .filter(pod -> RunOutcomes.isOver(world.run()) && isHere(pod))
                        .map(pod -> due(world, pod));
    }

    private static boolean isHere(HasMetadata resource) {
        return resource.getMetadata().getDeletionTimestamp() == null;
    }

    private static Instant due(RunSnapshot world, Job job) {
        return JobEnd.isSuspended(job) ? Instant.EPOCH : recorded(world).plus(PATIENCE);
    }

    /** One that has ended stays for as long as its Job would have, for its logs. */
    private static Instant due(RunSnapshot world, Pod pod) {
        return recorded(world)
                .plus(
                        RunnerPod.of(pod).isOver()
                                ? world.run().getSpec().execution().ttlAfterFinishedOrDefault()
                                : PATIENCE);
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
