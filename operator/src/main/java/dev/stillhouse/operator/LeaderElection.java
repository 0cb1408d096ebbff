package dev.stillhouse.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** One replica works at a time; one that stops in good order hands over at once instead of after the lease's 15 seconds. */
class LeaderElection {
    private static final Logger LOG = Logger.getLogger(LeaderElection.class);
    private static final int AFTER_THE_OPERATOR = 5_000;

    @Produces
    @Singleton
    LeaderElectionConfiguration configuration(PodIdentity pod) {
        var builder = LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(pod.lease());
        pod.namespace().ifPresent(builder::withLeaseNamespace);
        pod.name().ifPresent(builder::withIdentity);
        return builder.build();
    }

    void release(
            @Observes @Priority(AFTER_THE_OPERATOR) ShutdownEvent shutdown, PodIdentity pod, KubernetesClient client) {
        if (pod.name().isEmpty() || pod.namespace().isEmpty()) {
            return;
        }
        var lease =
                client.resources(Lease.class).inNamespace(pod.namespace().get()).withName(pod.lease());
        try {
            lease.edit(current -> {
                if (pod.name().get().equals(current.getSpec().getHolderIdentity())) {
                    current.getSpec().setHolderIdentity("");
                    current.getSpec().setLeaseDurationSeconds(1);
                }
                return current;
            });
        } catch (KubernetesClientException e) {
            LOG.infof("The lease was not released and runs out by itself: %s", e.getMessage());
        }
    }
}
