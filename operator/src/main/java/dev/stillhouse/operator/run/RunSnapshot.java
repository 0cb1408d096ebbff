package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision about a run rests on.
 *
 * @param run the resource
 * @param job the Job of its name, whoever owns it
 * @param pod the pod of its Job
 * @param complaints what Kubernetes says in events about a Job or pod that does not start, newest first
 * @param progress the runner's last word
 * @param settledBy the finished run that read the database to settle this one
 * @param plan the whole plan as the runner told it, as far as it is still to be kept
 * @param around what matters around a run that has not been launched
 * @param seen for how long it has been so
 */
record RunSnapshot(
        MigrationRun run,
        Optional<Job> job,
        Optional<Pod> pod,
        List<String> complaints,
        Optional<Progress> progress,
        Optional<MigrationRun> settledBy,
        HeardPlan plan,
        Surroundings around,
        Seen seen) {

    RunPhase phase() {
        return RunOutcomes.phase(run);
    }

    boolean isForeign(Job job) {
        return job.getMetadata().getOwnerReferences().stream()
                .noneMatch(owner -> owner.getUid().equals(run.getMetadata().getUid()));
    }

    RunSnapshot with(HeardPlan told) {
        return new RunSnapshot(run, job, pod, complaints, progress, settledBy, told, around, seen);
    }

    /** The uid of the run's Job, once the Job was seen. */
    Optional<String> jobUid() {
        return Optional.ofNullable(run.getStatus()).map(MigrationRunStatus::job).map(MigrationRunStatus.JobRef::uid);
    }
}
