package dev.stillhouse.operator.run;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.OperatorConfig;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.operator.pod.RunnerPod;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;

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
    RunDecision act(RunSnapshot world, RunDecision decision) {
        switch (decision) {
            case RunDecision.Launch launch -> {
                return launch(world, launch);
            }
            case RunDecision.Follow follow ->
                progress.follow(world.run(), world.pod().orElseThrow());
            case RunDecision.Stop stop -> stop(world.run());
            case RunDecision.Pend pend -> {}
            case RunDecision.Finish finish -> progress.forget(world.run());
            case RunDecision.Fail fail -> {
                progress.forget(world.run());
                endPod(world);
            }
            case RunDecision.Lose lose -> progress.forget(world.run());
            case RunDecision.AwaitSettlement await -> {}
            case RunDecision.Settle settle -> {}
            case RunDecision.Rest rest -> progress.forget(world.run());
        }
        return decision;
    }

    /** What may be written is on record before anything is: the backup first, then the Job. */
    private RunDecision launch(RunSnapshot world, RunDecision.Launch launch) {
        var order = new RunOrder(world.run(), world.around().source());
        try {
            var foreign = BackupFactory.create(world.run()).filter(backup -> !isOnRecord(backup));
            if (foreign.isPresent()) {
                return new RunDecision.Pend(
                        Reason.PodBlocked,
                        "A MigrationBackup %s exists that does not belong to this run; delete it, or this run."
                                .formatted(foreign.get().getMetadata().getName()));
            }
            client.resource(JobFactory.create(order, settings)).create();
            return launch;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HTTP_CONFLICT) {
                // A Job of this name exists; the next look at it tells whether it is ours.
                return launch;
            }
            if (Refusals.isFinal(e)) {
                return new RunDecision.Pend(
                        Reason.PodBlocked,
                        "Kubernetes refuses the run's Job or MigrationBackup: " + Sentence.of(words(e)));
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

    private static String words(KubernetesClientException e) {
        return String.valueOf(
                e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage());
    }

    /** A run may fail while its runner still waits for what will never come. */
    private void endPod(RunSnapshot world) {
        if (world.pod().filter(pod -> !RunnerPod.of(pod).hasEnded()).isPresent()) {
            stop(world.run());
        }
    }

    /** In the foreground: the Job stays until its pod has ended, and so does the pod's report. */
    private void stop(MigrationRun run) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(run.getMetadata().getNamespace())
                .withName(run.getMetadata().getName())
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
    }
}
