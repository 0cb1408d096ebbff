package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A namespace may have no more of something: a run says so and waits until there is room. */
@ExtendWith(TestCluster.class)
class QuotaIT {
    private static final String QUOTA = "stillhouse-test";

    private final Stillhouse stillhouse;

    QuotaIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pods", "count/jobs.batch"})
    void a_run_waits_for_room(String what) {
        var namespace = "quota-" + what.replaceAll("[^a-z]", "-");
        stillhouse.namespace(namespace);
        try {
            limit(namespace, what, "0");
            var tasks = stillhouse.migrationIn(namespace, namespace, "tasks").apply();

            tasks.awaitCondition("Reconciling", Reason.PodBlocked);
            assertThat(tasks.condition("Reconciling").orElseThrow().getMessage())
                    .contains("exceeded quota", QUOTA);

            limit(namespace, what, "10");
            tasks.awaitReady();
            assertThat(tasks.runs()).as("it waited, and was not tried again").hasSize(1);
        } finally {
            stillhouse.client().namespaces().withName(namespace).delete();
        }
    }

    private void limit(String namespace, String what, String most) {
        var quotas = stillhouse.client().resourceQuotas().inNamespace(namespace);
        quotas.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName(QUOTA)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard(what, new Quantity(most))
                        .endSpec()
                        .build())
                .forceConflicts()
                .serverSideApply();
        // It counts from the moment at which the controller has seen it.
        quotas.withName(QUOTA)
                .waitUntilCondition(
                        quota -> quota != null
                                && quota.getStatus() != null
                                && quota.getStatus().getHard() != null
                                && new Quantity(most)
                                        .equals(quota.getStatus().getHard().get(what)),
                        1,
                        TimeUnit.MINUTES);
    }
}
