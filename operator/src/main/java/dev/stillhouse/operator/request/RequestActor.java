package dev.stillhouse.operator.request;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.VeryObject;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;

/** Carries out what was decided about a request. Its run is started by the controller of its DatabaseMigration. */
@ApplicationScoped
class RequestActor {
    private final KubernetesClient client;

    RequestActor(KubernetesClient client) {
        this.client = client;
    }

    void act(RequestSnapshot world, RequestDecision decision) {
        switch (decision) {
            case RequestDecision.Stop(var run) -> stop(world, run);
            case RequestDecision.Expire expire -> VeryObject.delete(client, world.request());
            case RequestDecision.AwaitMigration await -> {}
            case RequestDecision.Queue queue -> {}
            case RequestDecision.Follow follow -> {}
            case RequestDecision.Finish finish -> {}
            case RequestDecision.Fail fail -> {}
            case RequestDecision.Decline decline -> {}
            case RequestDecision.Rest rest -> {}
            case RequestDecision.Keep keep -> {}
        }
    }

    private void stop(RequestSnapshot world, MigrationRun run) {
        var why = Labels.annotation(world.request(), Labels.CANCEL).orElse("");
        VeryObject.annotate(client, run, Labels.CANCEL, why);
    }
}
