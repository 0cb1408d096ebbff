package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.ExecutionSpec;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.fixture.Golden;
import dev.stillhouse.operator.fixture.Resources;
import dev.stillhouse.operator.fixture.RestrictedPods;
import dev.stillhouse.operator.fixture.RunnerConfig;
import dev.stillhouse.operator.pod.Pods;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunRequest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Job of a run: {@code job/<case>/in.yaml} is the run, {@code out.yaml} its Job. */
class JobFactoryTest {
    private static final RunnerSettings SETTINGS = RunnerSettings.of(RunnerConfig.of("stillhouse/runner:test")
            .with("pull-policy", "IfNotPresent")
            .read()
            .runner());

    static Stream<String> examples() {
        return Stream.of(
                "image",
                "config-map",
                "pod-template",
                "settling",
                "backup-claim",
                "backup-bucket",
                "restore",
                "tls",
                "parts",
                "auth",
                "verify",
                "copies-server",
                "verify-same-server",
                "rehearsal");
    }

    /** What a manifest's pod template says otherwise is its own affair. */
    static Stream<String> examplesWithoutTemplate() {
        return examples().filter(example -> !example.equals("pod-template"));
    }

    /** A verification reads files. */
    static Stream<String> examplesWithDatabase() {
        return examples().filter(example -> !example.equals("verify"));
    }

    private static Job job(String example) {
        var run = Resources.read("job/" + example + "/in.yaml", MigrationRun.class);
        var source = BackupNames.readBy(run).isPresent()
                ? Optional.of(Resources.read("job/" + example + "/backup.yaml", MigrationBackup.class))
                : Optional.<MigrationBackup>empty();
        return JobFactory.create(new RunOrder(run, source, Optional.empty(), NOON), SETTINGS);
    }

    private static PodSpec pod(String example) {
        return job(example).getSpec().getTemplate().getSpec();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_job_is_as_the_file_says(String example) throws IOException {
        Golden.assertMatches("job/" + example + "/out.yaml", job(example));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void its_pod_is_admitted_where_pods_are_restricted(String example) {
        RestrictedPods.assertAdmitted(pod(example));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void its_pod_has_no_token_of_the_api(String example) {
        var pod = pod(example);
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getProjected()).isNull());
    }

    @ParameterizedTest
    @MethodSource("examplesWithoutTemplate")
    void its_containers_cannot_write_to_their_images(String example) {
        assertThat(RestrictedPods.containers(pod(example)))
                .allSatisfy(
                        container -> assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("examplesWithDatabase")
    void the_url_is_only_referred_to_and_only_the_runner_has_it(String example) {
        var referring = RestrictedPods.containers(pod(example)).stream()
                .filter(container -> container.getEnv().stream().anyMatch(JobFactoryTest::refersToTheUrl));
        assertThat(referring).singleElement().returns("runner", container -> container.getName());
        assertThat(variable(example, RunRequest.VARIABLE).getValue()).doesNotContain("orders-db", "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "parts", "copies-server"})
    void the_files_for_tls_are_where_the_runner_is_told_they_are_in_each_container(String example) {
        var told = container(example, "runner").getEnv().stream()
                .map(EnvVar::getValue)
                .filter(value -> value != null && value.startsWith("/etc/stillhouse/database-"))
                .map(file -> file.substring(0, file.lastIndexOf('/')))
                .distinct()
                .toList();
        assertThat(told).isNotEmpty();
        assertThat(pod(example).getContainers())
                .allSatisfy(container -> assertThat(container.getVolumeMounts())
                        .filteredOn(mount -> mount.getName().startsWith("database-"))
                        .allSatisfy(mount -> assertThat(mount.getReadOnly()).isTrue())
                        .extracting(VolumeMount::getMountPath)
                        .containsExactlyElementsOf(told));
    }

    @Test
    void the_server_for_copies_is_known_to_the_runner_alone() {
        var runner = container("copies-server", "runner");
        assertThat(runner.getEnv())
                .filteredOn(variable -> variable.getName().startsWith("STILLHOUSE_COPIES_"))
                .extracting(EnvVar::getName)
                .contains("STILLHOUSE_COPIES_DATABASE_HOST", "STILLHOUSE_COPIES_DATABASE_PASSWORD");
        assertThat(variable("copies-server", "STILLHOUSE_COPIES_DATABASE_PASSWORD")
                        .getValueFrom()
                        .getSecretKeyRef()
                        .getName())
                .isEqualTo("copies");
        assertThat(runner.getVolumeMounts())
                .extracting(VolumeMount::getName)
                .contains("copies-ca", "copies-certificate");
        var project = container("copies-server", "project");
        assertThat(project.getEnv()).noneMatch(variable -> variable.getName().startsWith("STILLHOUSE_COPIES_"));
        assertThat(project.getVolumeMounts()).noneMatch(mount -> mount.getName().startsWith("copies-"));
    }

    /** The database that a backup is of may be gone, and its Secret with it. */
    @Test
    void a_verification_needs_no_url() {
        assertThat(RestrictedPods.containers(pod("verify")))
                .allSatisfy(container -> assertThat(container.getEnv()).noneMatch(JobFactoryTest::refersToTheUrl));
    }

    /** That server is asked only for a copy. */
    @Test
    void a_verification_by_digests_needs_none_of_the_server_either() {
        var run = Resources.read("job/verify-same-server/in.yaml", MigrationRun.class);
        var source = aBackup().verifiedBy(BackupVerification.Digest).build();
        var job = JobFactory.create(new RunOrder(run, Optional.of(source), Optional.empty(), NOON), SETTINGS);
        assertThat(RestrictedPods.containers(job.getSpec().getTemplate().getSpec()))
                .allSatisfy(container -> assertThat(container.getEnv()).noneMatch(JobFactoryTest::refersToTheUrl));
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
    @MethodSource("examples")
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
        assertThat(request.end()).isEqualTo(NOON.plusSeconds(900));
        assertThat(job("image").getSpec().getActiveDeadlineSeconds())
                .isGreaterThan(900 + 30 + pod("image").getTerminationGracePeriodSeconds());
    }

    @Test
    void a_deadline_of_less_than_a_second_is_not_over_before_it_begins() throws IOException {
        var run = aRun(1).execution(new ExecutionSpec("0.5ms", "0.0001s", "0.5s", null, null, null, null, null))
                .build();
        var job = JobFactory.create(new RunOrder(run, Optional.empty(), Optional.empty(), NOON), SETTINGS);
        var runner = job.getSpec().getTemplate().getSpec().getContainers().stream()
                .filter(container -> container.getName().equals("runner"))
                .findFirst()
                .orElseThrow();
        var request =
                Serialization.jsonMapper().readValue(runner.getEnv().getFirst().getValue(), RunRequest.class);
        assertThat(request.end()).isEqualTo(NOON.plusMillis(500));
        assertThat(request.session().lockTimeoutMillis()).isEqualTo(1);
        assertThat(request.session().statementTimeoutMillis()).isEqualTo(1);
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(61);
    }

    @ParameterizedTest
    @CsvSource({".venv/bin/python, /app/.venv/bin/python", "python3, python3", "/usr/bin/python3, /usr/bin/python3"})
    void a_named_interpreter_is_as_a_person_says_it_in_the_projects_folder(String named, String started) {
        var project =
                new ProjectSpec("shop/orders:1", null, null, "/app", null, null, null, named, null, null, null, null);
        var container = ProjectContainer.create(aRun(1).project(project).build(), Pods.orNone(null), SETTINGS);
        assertThat(container.getCommand()).startsWith(started, "-c");
    }

    @Test
    void the_users_variables_come_last_and_so_win() {
        var project = container("image", "project");
        assertThat(project.getEnv()).extracting(EnvVar::getName).endsWith("FEATURES", "API_KEY");
    }

    /** The last one of a name wins, so none of the project's may be among the runner's. */
    @Test
    void what_a_project_sets_is_in_its_own_container_only() {
        assertThat(container("config-map", "runner").getEnv())
                .extracting(EnvVar::getName)
                .contains(RunRequest.VARIABLE, "STILLHOUSE_SOCKET")
                .doesNotContain("FEATURES");
        assertThat(container("config-map", "runner").getEnvFrom()).isEmpty();
        assertThat(container("config-map", "project").getImage()).isEqualTo("stillhouse/runner:test");
        assertThat(container("config-map", "project").getEnv())
                .extracting(EnvVar::getName)
                .contains("FEATURES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "config-map", "settling", "backup-claim", "backup-bucket", "restore", "rehearsal"})
    void nothing_of_it_can_fill_the_disk_of_its_node(String example) {
        assertThat(pod(example).getVolumes())
                .filteredOn(volume -> volume.getEmptyDir() != null)
                .isNotEmpty()
                .allSatisfy(volume ->
                        assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull());
        assertThat(pod(example).getContainers())
                .allSatisfy(container ->
                        assertThat(container.getResources().getRequests()).containsKey("ephemeral-storage"));
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
