package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.OperatorRelease;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Releases that watch a namespace of their own, beside the one that watches all of them. */
@Isolated("it changes the release that all share")
@ExtendWith(TestCluster.class)
class TwoOperatorsIT {
    private final Cluster cluster;
    private final ImageNames images;
    private final KubernetesClient client;
    private final List<TeamRelease> teams;

    TwoOperatorsIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        client = cluster.client();
        teams = List.of(new TeamRelease(cluster, images, "team-a"), new TeamRelease(cluster, images, "team-b"));
    }

    @BeforeEach
    void let_the_others_write() {
        TeamRelease.letWrite(cluster, images, teams);
    }

    @AfterEach
    void remove() {
        teams.forEach(TeamRelease::remove);
        cluster.operator(images).apply();
    }

    @Test
    void each_does_its_own_work_side_by_side() {
        for (var team : teams) {
            team.createNamespace(team.identity());
            team.release().apply();
            migration(team.team());
        }
        for (var team : teams) {
            await().untilAsserted(() -> {
                assertThat(run(team.team())).isNotNull();
                assertThat(run(team.team()).getStatus().phase()).isNotNull();
            });
            assertThat(team.holder()).isEqualTo(team.identity());
        }
        assertThat(metrics()).contains("stillhouse_namespaces{holder=\"others\"} 2.0");
    }

    @Test
    void where_another_one_works_a_release_does_nothing_and_says_so() {
        var team = teams.getFirst();
        team.createNamespace("elsewhere/gone");
        team.release().apply();
        migration("team-a");

        await().untilAsserted(() -> assertThat(
                        client.v1().events().inNamespace("team-a").list().getItems())
                .anySatisfy(event -> {
                    assertThat(event.getReason()).isEqualTo("ManagedElsewhere");
                    assertThat(event.getMessage()).startsWith("elsewhere/gone works on this namespace");
                }));
        await().during(Duration.ofSeconds(5)).until(() -> run("team-a") == null && isUntouched("team-a"));

        // That one is gone, and of the two that are left this one came first.
        team.setHolder(team.identity());
        await().untilAsserted(() -> assertThat(run("team-a")).isNotNull());
    }

    /** For a database that is not there: that there is a run shows that somebody works. */
    private void migration(String namespace) {
        client.resource(Serialization.unmarshal(
                        """
                        apiVersion: stillhouse.dev/v1alpha1
                        kind: DatabaseMigration
                        metadata: {name: orders, namespace: %s}
                        spec:
                          database: {urlFrom: {secretKeyRef: {name: missing, key: url}}}
                          project: {image: "%s", path: /app, urlVariable: DATABASE_URL}
                        """.formatted(namespace, images.project("tasks")), GenericKubernetesResource.class))
                .create();
    }

    private MigrationRun run(String namespace) {
        return client.resources(MigrationRun.class)
                .inNamespace(namespace)
                .withName("orders-1")
                .get();
    }

    private boolean isUntouched(String namespace) {
        return DatabaseMigrationStatus.UNSEEN
                == client.resources(DatabaseMigration.class)
                        .inNamespace(namespace)
                        .withName("orders")
                        .get()
                        .getStatus()
                        .observedGeneration();
    }

    private String metrics() {
        return client.raw("/api/v1/namespaces/%s/services/%s:8080/proxy/metrics"
                .formatted(OperatorRelease.NAMESPACE, OperatorRelease.NAME));
    }
}
