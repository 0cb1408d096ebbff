package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Waits until Deployments are what their specs say. */
final class Rollout {

    /** Long even on a busy machine: it is only reached when something is wrong. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final KubernetesClient client;

    Rollout(KubernetesClient client) {
        this.client = client;
    }

    /** Every Deployment in the namespace. */
    void awaitAll(String namespace) {
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(deployment -> await(namespace, deployment.getMetadata().getName()));
    }

    /**
     * One Deployment.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientTimeoutException if it does not get there in minutes
     */
    void await(String namespace, String deployment) {
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(deployment)
                .waitUntilCondition(Rollout::isComplete, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Only new pods, all of them available; the status must speak of the spec as it is now. */
    private static boolean isComplete(Deployment deployment) {
        if (deployment == null || deployment.getStatus() == null) {
            return false;
        }
        var wanted = deployment.getSpec().getReplicas();
        var status = deployment.getStatus();
        return Objects.equals(
                        status.getObservedGeneration(), deployment.getMetadata().getGeneration())
                && Objects.equals(orZero(status.getReplicas()), wanted)
                && Objects.equals(orZero(status.getUpdatedReplicas()), wanted)
                && Objects.equals(orZero(status.getAvailableReplicas()), wanted);
    }

    private static int orZero(Integer count) {
        return count == null ? 0 : count;
    }
}
