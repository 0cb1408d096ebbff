package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cluster does what everything else here relies on. */
@ExtendWith(TestCluster.class)
class ClusterSmokeIT {

    private static final String NAMESPACE = "default";
    private static final String POD = "cluster-smoke";

    private final Cluster cluster;
    private final ImageNames images;

    ClusterSmokeIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
    }

    @AfterEach
    void deletePod() {
        cluster.client().pods().inNamespace(NAMESPACE).withName(POD).delete();
    }

    @Test
    void aPodReachesPostgresByTheNameOfItsService() {
        cluster.client().resource(psql("SELECT 'reached PostgreSQL ' || 6 * 7")).create();

        cluster.client()
                .pods()
                .inNamespace(NAMESPACE)
                .withName(POD)
                .waitUntilCondition(ClusterSmokeIT::hasEnded, 5, TimeUnit.MINUTES);

        assertThat(cluster.client().pods().inNamespace(NAMESPACE).withName(POD).getLog())
                .isEqualToIgnoringNewLines("reached PostgreSQL 42");
    }

    private static boolean hasEnded(Pod pod) {
        return pod != null
                && ("Succeeded".equals(pod.getStatus().getPhase())
                        || "Failed".equals(pod.getStatus().getPhase()));
    }

    private Pod psql(String query) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(POD)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("psql")
                .withImage(images.postgres())
                .withCommand("psql", cluster.postgres(NAMESPACE).url("postgres"), "-qAt", "-c", query)
                .endContainer()
                .endSpec()
                .build();
    }
}
