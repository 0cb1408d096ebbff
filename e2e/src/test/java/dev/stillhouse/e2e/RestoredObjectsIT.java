package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.RequestPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A tool as Velero brings back the objects of a namespace: in the order of their kinds' names, with other uids, owners that
 * are no more, and without any status. They ask for nothing.
 */
@Isolated("it removes the operator and all its kinds")
@ExtendWith(TestCluster.class)
class RestoredObjectsIT {
    private static final List<String> KINDS =
            List.of("DatabaseMigration", "MigrationBackup", "MigrationRecord", "MigrationRequest");
    private static final String NAME = "brought-back";
    private static final String REQUEST = "brought-back-down";
    private static final String BELOW = "d50b690de6f9";

    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;
    private final KubernetesClient admin;
    private Migration tasks;

    RestoredObjectsIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        stillhouse = new Stillhouse(cluster, images);
        admin = cluster.client();
    }

    /** The manifest says head; a person went one down, and the database stays there. */
    @BeforeEach
    void one_down() {
        tasks = stillhouse.migration(NAME, "tasks");
        objects("MigrationRequest").forEach(request -> admin.resource(request).delete());
        objects("MigrationRecord").forEach(record -> admin.resource(record).delete());
        tasks.apply().awaitReady();
        tasks.ask(REQUEST, "operation: Downgrade\ntarget: \"-1\"").awaitSuccess();
        tasks.awaitCondition("Stalled", Reason.Downgraded);
    }

    @Test
    void into_the_same_cluster() {
        var saved = saved();
        var runs = objects("MigrationRun").toList();
        objects("MigrationRequest").forEach(request -> admin.resource(request).delete());
        tasks.delete();
        await().until(() -> tasks.get() == null && tasks.runs().isEmpty());

        assertThatThrownBy(() -> bringBack(admin, runs.getFirst()))
                .hasMessageContaining("written by the operator alone");
        // Where the policies of the chart are not there, or the tool is an exception from them.
        runs.forEach(run -> bringBack(stillhouse.asOperator(), run));
        // The record is still there, as it has no owner.
        saved.stream()
                .filter(object -> !"MigrationRecord".equals(object.getKind()))
                .forEach(object -> bringBack(admin, object));

        assertNothingIsDone();
    }

    @Test
    void into_a_new_cluster() {
        var saved = saved();
        cluster.operator(images).remove();
        admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .filter(kind -> kind.getSpec().getGroup().equals("stillhouse.dev"))
                .forEach(kind -> admin.resource(kind).delete());
        await().until(() -> admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .noneMatch(kind -> kind.getSpec().getGroup().equals("stillhouse.dev")));
        admin.resources(Lease.class).inNamespace(Migration.NAMESPACE).delete();
        cluster.operator(images).apply();

        saved.forEach(object -> bringBack(admin, object));

        assertNothingIsDone();
    }

    private void assertNothingIsDone() {
        tasks.awaitCondition("Stalled", Reason.Downgraded);
        assertThat(tasks.request(REQUEST).awaitAnswer().phase()).isEqualTo(RequestPhase.AlreadyExecuted);
        await().during(Duration.ofSeconds(5))
                .until(() -> BELOW.equals(tasks.status().revision()));
        assertThat(stillhouse.sql(NAME, "SELECT version_num FROM alembic_version"))
                .isEqualTo(BELOW);
        assertThat(tasks.runs())
                .filteredOn(run -> run.getStatus().reason() != Reason.NotAdopted)
                .extracting(run -> run.getSpec().operation())
                .as("at most a look at the database")
                .allMatch(Operation.Observe::equals);

        tasks.annotated("stillhouse.dev/retry", "as the manifest says").apply().awaitReady();
        assertThat(tasks.status().revision()).isEqualTo("cabcdc8a32dd");
    }

    private List<GenericKubernetesResource> saved() {
        return KINDS.stream().flatMap(this::objects).toList();
    }

    /** Those of a kind that are about the DatabaseMigration of this test. */
    private Stream<GenericKubernetesResource> objects(String kind) {
        return admin
                .genericKubernetesResources("stillhouse.dev/v1alpha1", kind)
                .inNamespace(Migration.NAMESPACE)
                .list()
                .getItems()
                .stream()
                .filter(object -> object.getMetadata().getName().startsWith(NAME));
    }

    private static void bringBack(KubernetesClient client, GenericKubernetesResource object) {
        object.getMetadata().setUid(null);
        object.getMetadata().setResourceVersion(null);
        object.getMetadata().setCreationTimestamp(null);
        object.getMetadata().setManagedFields(null);
        object.setAdditionalProperty("status", null);
        client.resource(object).create();
    }
}
