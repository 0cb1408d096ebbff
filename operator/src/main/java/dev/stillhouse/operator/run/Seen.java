package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Stopwatches;
import dev.stillhouse.operator.pod.RunnerPod;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Optional;

/**
 * For how long the operator has seen a run as it is.
 *
 * @param open that it is not over
 * @param there that there is its pod; that there is its Job, while there is no pod
 * @param leaving that its pod is being deleted
 * @param ended that its runner has ended
 */
record Seen(Duration open, Duration there, Duration leaving, Duration ended) {
    static final Seen NOTHING = new Seen(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    static Seen of(MigrationRun run, Optional<Job> job, Optional<Pod> pod, Stopwatches watches) {
        var uid = run.getMetadata().getUid();
        return new Seen(
                watches.since(uid, "open"),
                pod.<HasMetadata>map(found -> found)
                        .or(() -> job)
                        .map(subject -> watches.since(uid, "there " + uid(subject)))
                        .orElse(Duration.ZERO),
                pod.filter(found -> found.getMetadata().getDeletionTimestamp() != null)
                        .map(found -> watches.since(uid, "leaving " + uid(found)))
                        .orElse(Duration.ZERO),
                pod.filter(found -> RunnerPod.of(found).hasEnded())
                        .map(found -> watches.since(uid, "ended " + uid(found)))
                        .orElse(Duration.ZERO));
    }

    private static String uid(HasMetadata resource) {
        return resource.getMetadata().getUid();
    }
}
