package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.fixture.Golden;
import dev.stillhouse.operator.fixture.Resources;
import dev.stillhouse.operator.fixture.RestrictedPods;
import dev.stillhouse.operator.pod.Pods;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RunRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Job of a run: {@code job/<case>/in.yaml} is the run, {@code out.yaml} its Job. */
class JobFactoryTest {
    private static final RunnerSettings SETTINGS = new RunnerSettings(
            "stillhouse/runner:test",
            "IfNotPresent",
            new ResourceRequirementsBuilder()
                    .withRequests(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("96Mi")))
                    .withLimits(Map.of("memory", new Quantity("512Mi")))
                    .build());

    private static Job job(String example) {
        var run = Resources.read("job/" + example + "/in.yaml", MigrationRun.class);
        var source = run.getSpec().operation() == Operation.Restore
                ? Optional.of(Resources.read("job/" + example + "/backup.yaml", MigrationBackup.class))
                : Optional.<MigrationBackup>empty();
        return JobFactory.create(new RunOrder(run, source), SETTINGS);
    }

    private static PodSpec pod(String example) {
        return job(example).getSpec().getTemplate().getSpec();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image", "config-map", "pod-template", "settling", "backup-claim", "backup-bucket", "restore"})
    void a_job_is_as_the_file_says(String example) throws IOException {
        Golden.assertMatches("job/" + example + "/out.yaml", job(example));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image", "config-map", "pod-template", "settling", "backup-claim", "backup-bucket", "restore"})
    void its_pod_is_admitted_where_pods_are_restricted(String example) {
        RestrictedPods.assertAdmitted(pod(example));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image", "config-map", "pod-template", "settling", "backup-claim", "backup-bucket", "restore"})
    void its_pod_has_no_token_of_the_api(String example) {
        var pod = pod(example);
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getProjected()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "config-map", "settling", "backup-claim", "backup-bucket", "restore"})
    void its_containers_cannot_write_to_their_images(String example) {
        assertThat(RestrictedPods.containers(pod(example)))
                .allSatisfy(
                        container -> assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image", "config-map", "pod-template", "settling", "backup-claim", "backup-bucket", "restore"})
    void the_url_is_only_referred_to_and_only_the_runner_has_it(String example) {
        var referring = RestrictedPods.containers(pod(example)).stream()
                .filter(container -> container.getEnv().stream().anyMatch(JobFactoryTest::refersToTheUrl));
        assertThat(referring).singleElement().returns("runner", container -> container.getName());
        assertThat(variable(example, RunRequest.VARIABLE).getValue()).doesNotContain("orders-db", "secret");
    }

    @Test
    void its_log_is_the_runners() {
        assertThat(job("image").getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("kubectl.kubernetes.io/default-container", "runner");
    }

    private static boolean refersToTheUrl(EnvVar variable) {
        return variable.getValueFrom() != null
                && variable.getValueFrom().getSecretKeyRef() != null
                && variable.getValueFrom().getSecretKeyRef().getName().equals("orders-db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image", "config-map", "pod-template", "settling", "backup-claim", "backup-bucket", "restore"})
    void a_job_runs_once_and_never_again_by_itself(String example) {
        var spec = job(example).getSpec();
        assertThat(spec.getBackoffLimit()).isZero();
        assertThat(spec.getCompletions()).isEqualTo(1);
        assertThat(spec.getParallelism()).isEqualTo(1);
        assertThat(spec.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    }

    @Test
    void the_same_run_always_gets_the_same_job() {
        assertThat(job("image")).isEqualTo(job("image"));
    }

    @Test
    void the_jobs_deadline_leaves_the_runner_time_to_report() throws IOException {
        var request = Serialization.jsonMapper()
                .readValue(variable("image", RunRequest.VARIABLE).getValue(), RunRequest.class);
        assertThat(request.deadlineSeconds()).isEqualTo(900);
        assertThat(job("image").getSpec().getActiveDeadlineSeconds())
                .isGreaterThan(request.deadlineSeconds() + pod("image").getTerminationGracePeriodSeconds());
    }

    @ParameterizedTest
    @CsvSource({".venv/bin/python, /app/.venv/bin/python", "python3, python3", "/usr/bin/python3, /usr/bin/python3"})
    void a_named_interpreter_is_as_a_person_says_it_in_the_projects_folder(String named, String started) {
        var project =
                new ProjectSpec("shop/orders:1", null, null, "/app", null, null, null, named, null, null, null, null);
        var container = ProjectContainer.create(aRun(1).project(project).build(), Pods.orNone(null));
        assertThat(container.getCommand()).startsWith(started, "-c");
    }

    @Test
    void the_users_variables_come_last_and_so_win() {
        var project = container("image", "project");
        assertThat(project.getEnv()).extracting(EnvVar::getName).endsWith("FEATURES", "API_KEY");
    }

    @Test
    void labels_of_the_user_do_not_replace_ours() {
        var labels = job("pod-template").getSpec().getTemplate().getMetadata().getLabels();
        assertThat(labels)
                .containsEntry("app.kubernetes.io/managed-by", "stillhouse")
                .containsEntry("team", "shop");
    }

    private static EnvVar variable(String example, String name) {
        return container(example, "runner").getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Container container(String example, String name) {
        return pod(example).getContainers().stream()
                .filter(container -> container.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
