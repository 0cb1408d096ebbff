package dev.stillhouse.operator.run;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.OperatorConfig;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.Refusals;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.operator.cluster.VeryObject;
import dev.stillhouse.operator.pod.RunnerPod;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Carries out what was decided about a run. Each write is safe to repeat. */
@ApplicationScoped
class RunActor {
    private final KubernetesClient client;
    private final RunnerSettings settings;
    private final ProgressFollower progress;

    RunActor(KubernetesClient client, OperatorConfig config, ProgressFollower progress) {
        this.client = client;
        this.settings = RunnerSettings.of(config.runner());
        this.progress = progress;
    }

    /** Returns what came of it: the decision itself, unless Kubernetes refused to carry it out. */
    RunDecision act(RunSnapshot world, RunDecision decision, Instant now) {
        switch (decision) {
            case RunDecision.Launch launch -> {
                return launch(world, launch, now);
            }
            case RunDecision.Follow follow ->
                progress.follow(world.run(), world.pod().orElseThrow());
            case RunDecision.Stop stop -> stop(world);
            case RunDecision.Withdraw(var end) -> {
                if (isDeletedAsSeen(world.job().orElseThrow()) && !hasPod(world.run())) {
                    progress.forget(world.run());
                    return end;
                }
                // What it waited for is part of the proof, and stays on record.
                return new RunDecision.Pend(RunOutcomes.reason(world.run()), RunOutcomes.message(world.run()));
            }
            case RunDecision.Pend pend -> {}
            case RunDecision.AwaitPlan await -> {}
            case RunDecision.Finish finish -> progress.forget(world.run());
            case RunDecision.Fail fail -> {
                progress.forget(world.run());
                endPod(world);
            }
            case RunDecision.Lose lose -> progress.forget(world.run());
            case RunDecision.AwaitSettlement await -> {}
            case RunDecision.Settle settle -> {}
            case RunDecision.Clear clear -> stop(world);
            case RunDecision.Rest rest -> progress.forget(world.run());
        }
        return decision;
    }

    /** What may be written is on record before anything is: the backup first, then the Job. */
    private RunDecision launch(RunSnapshot world, RunDecision.Launch launch, Instant now) {
        var job = JobFactory.create(
                new RunOrder(
                        world.run(), world.around().source(), world.around().earlier(), now),
                settings);
        var violations = settings.rules().violations(job.getSpec().getTemplate(), "spec.execution.podTemplate");
        if (!violations.isEmpty()) {
            return new RunDecision.Fail(
                    Reason.PodNotAllowed,
                    "Its pod is not allowed, and nothing was changed. " + String.join(" ", violations));
        }
        try {
            var foreign = BackupFactory.create(world.run()).filter(backup -> !isOnRecord(backup));
            if (foreign.isPresent()) {
                return new RunDecision.Pend(
                        Reason.PodBlocked,
                        "A MigrationBackup %s exists that does not belong to this run; delete it, or this run."
                                .formatted(foreign.get().getMetadata().getName()));
            }
            client.resource(job).create();
            return launch;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HTTP_CONFLICT) {
                // A Job of this name exists; the next look at it tells whether it is ours.
                return launch;
            }
            if (Refusals.isFinal(e)) {
                return new RunDecision.Pend(
                        Reason.PodBlocked,
                        "Kubernetes refuses the run's Job or MigrationBackup: " + Sentence.of(Refusals.words(e)));
            }
            throw e;
        }
    }

    /** Creates it; one that is there already is the same if an earlier try created it. */
    private boolean isOnRecord(MigrationBackup backup) {
        try {
            client.resource(backup).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HTTP_CONFLICT) {
                throw e;
            }
            var found = client.resource(backup).get();
            return found != null
                    && found.getSpec().run().equals(backup.getSpec().run());
        }
    }

    /** A run may fail while its runner still waits for what will never come. */
    private void endPod(RunSnapshot world) {
        if (world.pod().filter(pod -> !RunnerPod.of(pod).hasEnded()).isPresent()) {
            stop(world);
        }
    }

    /** Whether nobody had changed the Job, or deleted it, since it was seen. */
    private boolean isDeletedAsSeen(Job job) {
        try {
            return VeryObject.delete(client, job);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** Live: one that has just been created is in no cache. */
    private boolean hasPod(MigrationRun run) {
        return !client.pods()
                .inNamespace(run.getMetadata().getNamespace())
                .withLabel(Labels.RUN, run.getMetadata().getName())
                .list()
                .getItems()
                .isEmpty();
    }

    /** In the foreground: the Job stays until its pod has ended, and so does the pod's report. A pod can be all that is left. */
    private void stop(RunSnapshot world) {
        if (world.job().isPresent()) {
            world.job()
                    .filter(job -> !world.isForeign(job))
                    .ifPresent(job -> client.resource(job)
                            .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                            .delete());
        } else {
            world.pod()
                    .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                    .ifPresent(pod -> client.resource(pod).delete());
        }
    }
}
