package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.RunnerPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The pods of open runs that are gone, as they were last. A pod may go in the moment in which it comes to its end, and then
 * nothing else tells whether it ever began. Only what has come to its end is kept: that does not change any more.
 */
final class LastWords {
    private final Map<String, Pod> pods = new ConcurrentHashMap<>();

    /** A pod is gone that was so at last, or was seen to be so before. */
    void keep(MigrationRun run, Pod gone) {
        var pod = RunnerPod.of(gone);
        if (pod.hasEnded() || pod.hasFailed()) {
            pods.put(run.getMetadata().getUid(), gone);
        } else {
            // What is known of one before it says nothing of this one.
            pods.remove(run.getMetadata().getUid());
        }
    }

    /** The pod of a run that is gone; none where its Job is about to have another one. */
    Stream<Pod> of(MigrationRun run, Optional<Job> job) {
        return job.filter(LastWords::awaitsPod).isPresent()
                ? Stream.empty()
                : Stream.ofNullable(pods.get(run.getMetadata().getUid()));
    }

    private static boolean awaitsPod(Job job) {
        return JobEnd.isOpen(job)
                && !JobEnd.isSuspended(job)
                && job.getMetadata().getDeletionTimestamp() == null;
    }

    void forget(MigrationRun run) {
        pods.remove(run.getMetadata().getUid());
    }
}
