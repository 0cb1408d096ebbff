package dev.stillhouse.operator.run;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.OperatorConfig;
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

    void act(RunSnapshot world, RunDecision decision) {
        switch (decision) {
            case RunDecision.Launch launch -> launch(world.run());
            case RunDecision.Follow follow ->
                progress.follow(world.run(), world.pod().orElseThrow());
            case RunDecision.Stop stop -> stop(world.run());
            case RunDecision.Pend pend -> {}
            case RunDecision.Finish finish -> progress.forget(world.run());
            case RunDecision.Fail fail -> progress.forget(world.run());
            case RunDecision.Lose lose -> progress.forget(world.run());
            case RunDecision.AwaitSettlement await -> {}
            case RunDecision.Settle settle -> {}
            case RunDecision.Rest rest -> progress.forget(world.run());
        }
    }

    private void launch(MigrationRun run) {
        try {
            client.resource(JobFactory.create(run, settings)).create();
        } catch (KubernetesClientException e) {
            // A Job of this name exists; the next look at it tells whether it is ours.
            if (e.getCode() != HTTP_CONFLICT) {
                throw e;
            }
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
