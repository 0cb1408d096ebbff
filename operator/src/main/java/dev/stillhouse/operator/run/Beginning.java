package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.RunnerPod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** Whether the runner of a run may have begun. That nobody saw it begin is no proof: nobody may have looked. */
final class Beginning {
    private Beginning() {}

    /** Whether Kubernetes shows for good that the runner never began. */
    static boolean isRuledOut(RunSnapshot world) {
        if (world.phase() == RunPhase.Running) {
            return false;
        }
        return world.pod()
                .map(pod -> RunnerPod.of(pod).neverStarted())
                .orElseGet(() -> world.job()
                        .filter(job -> isOfRun(world, job) && JobEnd.hadNoPod(job))
                        .isPresent());
    }

    /** One that was created in place of another tells nothing of that one's pod. */
    private static boolean isOfRun(RunSnapshot world, Job job) {
        return !world.isForeign(job)
                && world.jobUid()
                        .filter(uid -> !uid.equals(job.getMetadata().getUid()))
                        .isEmpty();
    }
}
