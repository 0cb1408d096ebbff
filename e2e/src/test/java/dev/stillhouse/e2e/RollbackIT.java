package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Operation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The release of before is installed again, as {@code helm rollback} and a Git revert do it, over what a later version has
 * written. There is no other version yet: what one could write is written by the test, in the operator's name.
 */
@Isolated("it installs the operator anew")
@ExtendWith(TestCluster.class)
class RollbackIT {
    private static final String LATER =
            "{\"status\": {\"phase\": \"Rehearsed\", \"reason\": \"RehearsalDone\", \"message\": \"It was rehearsed.\"}}";

    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;

    RollbackIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void what_a_later_version_wrote_stops_nothing_and_starts_nothing() {
        cluster.operator(images).with("podAnnotations.version", "later").apply();
        var tasks = stillhouse.migration("rolled-back", "tasks").apply().awaitReady();
        var run = tasks.newestRun();
        stillhouse.asOperator().resource(run).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), LATER);

        cluster.operator(images).apply();

        stillhouse.migration("rolled-on", "tasks").apply().awaitReady();
        assertThat(status(run)).contains("Rehearsed", "RehearsalDone");
        assertThat(tasks.runs())
                .filteredOn(later -> later.getSpec().number() > run.getSpec().number())
                .extracting(later -> later.getSpec().operation())
                .allMatch(Operation.Observe::equals);
        assertThat(tasks.status().revision()).isEqualTo("cabcdc8a32dd");
    }

    /** As it is stored, with words that this version has no constant for. */
    private String status(MigrationRun run) {
        return stillhouse
                .client()
                .genericKubernetesResources("stillhouse.dev/v1alpha1", "MigrationRun")
                .inNamespace(Migration.NAMESPACE)
                .withName(run.getMetadata().getName())
                .get()
                .getAdditionalProperties()
                .toString();
    }
}
