package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trouble of a pod that never becomes the result of a Job is told all the same, and ends when its cause does. */
@ExtendWith(TestCluster.class)
class PodTroubleIT {
    private final Stillhouse stillhouse;
    private final ImageNames images;

    PodTroubleIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
        this.images = images;
    }

    @Test
    void an_image_that_cannot_be_pulled_and_its_correction() {
        var tasks = stillhouse.migration("no-image", "tasks");
        tasks.with("project: {image: \"registry.invalid/tasks:1\", path: /app, urlVariable: DATABASE_URL}")
                .apply()
                .awaitCondition("Reconciling", Reason.ImagePullFailed);
        assertThat(tasks.condition("Reconciling").orElseThrow().getMessage()).contains("registry.invalid/tasks:1");

        tasks.with("project: {image: \"%s\", path: /app, urlVariable: DATABASE_URL}".formatted(images.project("tasks")))
                .apply()
                .awaitReady();
        assertThat(tasks.runs().getFirst().getStatus().phase()).isEqualTo(RunPhase.Failed);
        assertThat(tasks.runs().getFirst().getStatus().reason()).isEqualTo(Reason.Superseded);
    }

    @Test
    void a_secret_that_comes_late() {
        var tasks = stillhouse.migration("late-secret", "tasks");
        stillhouse
                .client()
                .secrets()
                .inNamespace(Migration.NAMESPACE)
                .withName("late-secret")
                .delete();

        tasks.apply().awaitCondition("Reconciling", Reason.ContainerCannotStart);
        assertThat(tasks.condition("Reconciling").orElseThrow().getMessage()).contains("late-secret");

        stillhouse.secret("late-secret", stillhouse.postgres().url("late-secret"));
        tasks.awaitReady();
        assertThat(tasks.runs()).hasSize(1);
    }

    /** The runner ends before it has spoken to the project, which must not wait for it until the Job's time is over. */
    @Test
    void a_project_that_nobody_comes_to_ends_with_the_run() {
        var tasks = stillhouse.migration("nobody-comes", "tasks");
        stillhouse.secret("nobody-comes", "mysql://somewhere/else");

        tasks.apply().awaitCondition("Stalled", Reason.InvalidUrl);

        tasks.job(tasks.newestRun()).waitUntilCondition(PodTroubleIT::hasEnded, 2, TimeUnit.MINUTES);
    }

    /** The runner, which is there already, does not wait on for it. */
    @Test
    void a_project_that_has_nothing_to_start_it_with_and_its_correction() {
        var school = stillhouse.migration("no-shell", "school.distroless");
        var failed = school.apply().awaitRun(PodTroubleIT::assertCannotStart);
        assertThat(failed.getStatus().message()).contains("/bin/sh", "spec.project.python");
        school.job(failed).waitUntilCondition(Objects::isNull, 1, TimeUnit.MINUTES);

        school.with(stillhouse.project("school.distroless", "python: /no/such/python"))
                .apply()
                .awaitRun(run -> {
                    assertCannotStart(run);
                    assertThat(run.getStatus().message()).contains("/no/such/python");
                });

        school.with(stillhouse.project("school.distroless", "python: /opt/venv/bin/python"))
                .apply()
                .awaitReady();
    }

    private static void assertCannotStart(MigrationRun run) {
        assertThat(run.getStatus()).isNotNull();
        assertThat(run.getStatus().phase()).isEqualTo(RunPhase.Failed);
        assertThat(run.getStatus().reason()).isEqualTo(Reason.ContainerCannotStart);
    }

    private static boolean hasEnded(@Nullable Job job) {
        return job == null
                || job.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Failed".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    @Test
    void a_config_map_that_does_not_exist() {
        var tiny = stillhouse.migration("no-config-map", "tasks").with("project: {configMap: {name: not-there}}");

        tiny.apply().awaitCondition("Reconciling", Reason.PodBlocked);

        assertThat(tiny.condition("Reconciling").orElseThrow().getMessage()).contains("not-there");
        tiny.delete();
    }

    @Test
    void a_pod_that_no_node_takes() {
        var tasks = stillhouse
                .migration("no-node", "tasks")
                .with("execution: {podTemplate: {nodeSelector: {disk: imaginary}}}");

        tasks.apply().awaitCondition("Reconciling", Reason.Unschedulable);

        tasks.delete();
    }

    /** What shows in the manifest's security context is refused when it is applied; the rest before there is a pod. */
    @Test
    void a_pod_that_the_operators_settings_do_not_allow() {
        var tasks = stillhouse
                .migration("not-allowed", "tasks")
                .with("execution: {podTemplate: {project: {securityContext: {privileged: true}}}}");
        assertThatThrownBy(tasks::apply).hasMessageContaining("podTemplate.project.securityContext");

        tasks.with(
                        "execution: {podTemplate: {annotations: {container.apparmor.security.beta.kubernetes.io/project: unconfined}}}")
                .apply()
                .awaitCondition("Stalled", Reason.PodNotAllowed);
        assertThat(tasks.condition("Stalled").orElseThrow().getMessage()).contains("unconfined");
        assertThat(tasks.job(tasks.newestRun()).get()).isNull();

        tasks.with("execution: {}").apply().awaitReady();
    }

    @Test
    void a_job_that_kubernetes_refuses_and_its_correction() {
        var tasks = stillhouse
                .migration("refused", "tasks")
                .with("execution: {podTemplate: {labels: {\"not a label!\": x}}}");

        tasks.apply().awaitCondition("Reconciling", Reason.PodBlocked);
        assertThat(tasks.condition("Reconciling").orElseThrow().getMessage()).contains("not a label!");

        tasks.with("execution: {}").apply().awaitReady();
    }
}
