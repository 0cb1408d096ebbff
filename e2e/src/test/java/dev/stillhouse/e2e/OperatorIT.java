package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.e2e.cluster.OperatorRelease;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator is to the cluster: its rights, its metrics, its replicas, its validation. */
@Isolated("it counts what the operator does")
@ExtendWith(TestCluster.class)
class OperatorIT {
    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;

    OperatorIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        stillhouse = new Stillhouse(cluster, images);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "list", "watch", "create", "update", "patch", "delete"})
    void the_operator_has_no_access_to_secrets(String verb) {
        var account = stillhouse.operatorPods().getFirst().getSpec().getServiceAccountName();
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:%s:%s".formatted(OperatorRelease.NAMESPACE, account))
                .withResourceAttributes(new ResourceAttributesBuilder()
                        .withNamespace(Migration.NAMESPACE)
                        .withResource("secrets")
                        .withVerb(verb)
                        .build())
                .endSpec()
                .build();

        var answer = stillhouse.client().resource(review).create();

        assertThat(answer.getStatus().getAllowed()).isFalse();
    }

    @Test
    void metrics_come_and_go_with_the_resource() {
        var tasks = stillhouse.migration("metrics", "tasks");
        tasks.apply().awaitReady();

        await().untilAsserted(() -> assertThat(metrics())
                .contains(
                        "stillhouse_migration_info{migration=\"metrics\",namespace=\"default\",revision=\"cabcdc8a32dd\",target=\"head\"")
                .contains("stillhouse_migration_pending_revisions{migration=\"metrics\"")
                .contains("stillhouse_migration_last_success_timestamp_seconds{migration=\"metrics\"")
                .contains("stillhouse_runs_total{migration=\"metrics\"")
                .contains("stillhouse_run_duration_seconds_count{namespace=\"default\",operation=\"migrate\"")
                .contains("stillhouse_run_phase_duration_seconds_count{namespace=\"default\",operation=\"migrate\"")
                .containsPattern("stillhouse_migration_condition\\{migration=\"metrics\".*type=\"Ready\".*} 1"));

        tasks.delete();

        await().untilAsserted(() -> assertThat(metrics()).doesNotContain("\"metrics\""));
    }

    @Test
    void nothing_is_written_when_nothing_changes() {
        var tasks = stillhouse.migration("quiet", "tasks");
        tasks.apply().awaitReady();
        var version = settledVersion(tasks);

        tasks.annotated("somebody.else/note", "1").apply();
        await().until(() -> !tasks.get().getMetadata().getResourceVersion().equals(version));
        var annotated = tasks.get().getMetadata().getResourceVersion();

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofMinutes(1))
                .until(() -> tasks.get().getMetadata().getResourceVersion().equals(annotated));
        assertThat(tasks.runs()).hasSize(1);
    }

    @Test
    void events_tell_the_story() {
        var tasks = stillhouse.migration("events", "tasks");
        tasks.apply().awaitReady();

        await().untilAsserted(() -> assertThat(stillhouse
                        .client()
                        .v1()
                        .events()
                        .inNamespace(Migration.NAMESPACE)
                        .withField("involvedObject.name", "events")
                        .list()
                        .getItems())
                .extracting(event -> event.getReason())
                .contains(Reason.Starting.name(), Reason.Running.name(), Reason.Upgraded.name()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target: \"+1\" | means something else each time",
                "project: {image: x, configMap: {name: y}} | set either image",
                "project: {image: x} | set path to the folder",
                "execution: {deadline: soon} | execution.deadline",
                "copies: {where: Server} | database names the server for copies",
                "copies: {where: SameServer, database: {host: x, name: y, user: z}} | database names the server for copies",
            })
    void bad_manifests_are_refused_with_what_to_do(String spec, String advice) {
        var bad = stillhouse.manifest("bad", "none", "tasks").with(spec.strip());

        org.assertj.core.api.Assertions.assertThatThrownBy(bad::apply)
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(advice.strip());
    }

    @Test
    void suspended_means_that_no_run_starts() {
        var tasks = stillhouse.migration("suspended", "tasks").with("suspend: true");

        tasks.apply()
                .awaitStatus(status -> assertThat(
                                tasks.condition("Ready").orElseThrow().getReason())
                        .isEqualTo(Reason.Suspended.name()));
        assertThat(tasks.runs()).isEmpty();

        tasks.with("suspend: false").apply().awaitReady();
    }

    @Test
    void finished_runs_beyond_the_limit_are_deleted() {
        var tasks = stillhouse.migration("history", "tasks").with("runHistoryLimit: 2");
        tasks.apply().awaitReady();
        tasks.target("d50b690de6f9").awaitReady();
        tasks.target("290121dd82a4").awaitReady();

        await().untilAsserted(() -> assertThat(tasks.runs())
                .extracting(run -> run.getSpec().number())
                .containsExactly(2, 3));
        tasks.target("head").awaitReady();
        assertThat(tasks.newestRun().getSpec().number()).isEqualTo(4);
    }

    @Test
    void another_replica_takes_over() {
        cluster.operator(images).with("replicas", "2").apply();
        try {
            var leader = leader();

            stillhouse.operatorPods().stream()
                    .filter(pod -> pod.getMetadata().getName().equals(leader))
                    .forEach(stillhouse::kill);

            stillhouse.migration("takeover", "tasks").apply().awaitReady();
            assertThat(leader()).isNotEqualTo(leader);
        } finally {
            cluster.operator(images).with("replicas", "1").apply();
        }
    }

    /** The version once nothing of the run that ended is written any more. */
    private static String settledVersion(Migration migration) {
        var last = new AtomicReference<>("");
        await().during(Duration.ofSeconds(2)).until(() -> {
            var version = migration.get().getMetadata().getResourceVersion();
            return version.equals(last.getAndSet(version));
        });
        return last.get();
    }

    /** One that is there: the lease of one that was killed has its name for some seconds. */
    private String leader() {
        return await().until(
                        () -> stillhouse
                                .client()
                                .resources(Lease.class)
                                .inNamespace(OperatorRelease.NAMESPACE)
                                .withName("stillhouse")
                                .get()
                                .getSpec()
                                .getHolderIdentity(),
                        holder -> stillhouse.operatorPods().stream()
                                .anyMatch(pod -> pod.getMetadata().getName().equals(holder)));
    }

    private String metrics() {
        var pod = stillhouse.operatorPods().getFirst().getMetadata().getName();
        return stillhouse
                .client()
                .raw("/api/v1/namespaces/%s/pods/%s:8080/proxy/metrics".formatted(OperatorRelease.NAMESPACE, pod));
    }
}
