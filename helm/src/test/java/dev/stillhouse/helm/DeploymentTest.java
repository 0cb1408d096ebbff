package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentTest {
    @Test
    void runs_the_images_of_the_charts_version() {
        var deployment = Chart.render().only(Deployment.class);
        assertThat(deployment.getMetadata().getName()).isEqualTo("stillhouse");
        assertThat(operator(deployment).getImage()).isEqualTo("stillhouse/operator:" + Chart.version());
        assertThat(settings(operator(deployment)))
                .contains(
                        entry("STILLHOUSE_RUNNER_IMAGE", "stillhouse/runner:" + Chart.version()),
                        entry("STILLHOUSE_RUNNER_PULL_POLICY", "IfNotPresent"),
                        entry("STILLHOUSE_RUNNER_CPU_REQUEST", "50m"),
                        entry("STILLHOUSE_RUNNER_MEMORY_REQUEST", "96Mi"),
                        entry("STILLHOUSE_RUNNER_MEMORY_LIMIT", "1Gi"),
                        entry("STILLHOUSE_RUNNER_SECURITY_CONTEXT_MODE", "Restricted"),
                        entry("STILLHOUSE_RUNNER_POD_RULES_LEVEL", "Restricted"),
                        entry("STILLHOUSE_LIMITS_RUNS_CLUSTER", "50"),
                        entry("STILLHOUSE_LIMITS_RUNS_NAMESPACE", "25"),
                        entry("STILLHOUSE_LIMITS_RUNS_DATABASE_SERVER", "10"))
                .doesNotContainKeys(
                        "STILLHOUSE_RUNNER_POD_RULES_SERVICE_ACCOUNTS", "STILLHOUSE_RUNNER_POD_RULES_PRIORITY_CLASSES");
    }

    @ParameterizedTest
    @CsvSource({"3f2a9c, stillhouse/operator:3f2a9c", "123456789012, stillhouse/operator:123456789012"})
    void takes_any_tag(String tag, String image) {
        var rendered = Chart.render(values -> values.set("image.tag", tag));
        assertThat(operator(rendered.only(Deployment.class)).getImage()).isEqualTo(image);
    }

    @Test
    void takes_every_value() {
        var pod = pod(Chart.renderEverything().only(Deployment.class));
        assertThat(pod.getImagePullSecrets()).containsExactly(new LocalObjectReference("registry-credentials"));
        assertThat(pod.getNodeSelector()).containsEntry("kubernetes.io/os", "linux");
        assertThat(pod.getTolerations()).hasSize(1);
        assertThat(pod.getAffinity().getNodeAffinity()).isNotNull();
        assertThat(pod.getAffinity().getPodAntiAffinity()).isNull();
        assertThat(pod.getPriorityClassName()).isEqualTo("system-cluster-critical");
        assertThat(pod.getServiceAccountName()).isEqualTo("database-migrator");
        assertThat(pod.getTopologySpreadConstraints())
                .singleElement()
                .satisfies(spread -> assertThat(spread.getTopologyKey()).isEqualTo("topology.kubernetes.io/zone"));
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10002);
        assertThat(pod.getVolumes()).extracting(Volume::getName).contains("certificates");
        assertThat(operator(Chart.renderEverything().only(Deployment.class)).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/etc/certificates");
    }

    @Test
    void takes_every_value_of_the_container() {
        var operator = operator(Chart.renderEverything().only(Deployment.class));
        assertThat(operator.getImage()).isEqualTo("registry.example.com/stillhouse/operator:0.2.0");
        assertThat(operator.getImagePullPolicy()).isEqualTo("Always");
        assertThat(operator.getResources().getLimits()).containsExactly(entry("memory", new Quantity("1Gi")));
        assertThat(settings(operator))
                .contains(
                        entry(
                                "STILLHOUSE_RUNNER_IMAGE",
                                "registry.example.com/stillhouse/runner@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                        entry("STILLHOUSE_RUNNER_PULL_POLICY", "Never"),
                        entry("STILLHOUSE_RUNNER_CPU_REQUEST", "1"),
                        entry("STILLHOUSE_RUNNER_MEMORY_REQUEST", "128Mi"),
                        entry("STILLHOUSE_RUNNER_MEMORY_LIMIT", "768Mi"),
                        entry("STILLHOUSE_RUNNER_STORAGE_REQUEST", "128Mi"),
                        entry("STILLHOUSE_RUNNER_PROJECT_CPU_REQUEST", "2"),
                        entry("STILLHOUSE_RUNNER_PROJECT_MEMORY_REQUEST", "512Mi"),
                        entry("STILLHOUSE_RUNNER_PROJECT_STORAGE_REQUEST", "256Mi"),
                        entry("STILLHOUSE_RUNNER_TEMPORARY_SIZE", "2Gi"),
                        entry("STILLHOUSE_RUNNER_SCRATCH_SIZE", "1Ti"),
                        entry("STILLHOUSE_RUNNER_SECURITY_CONTEXT_MODE", "PlatformAssigned"),
                        entry("STILLHOUSE_RUNNER_POD_RULES_LEVEL", "Unrestricted"),
                        entry("STILLHOUSE_RUNNER_POD_RULES_SERVICE_ACCOUNTS", "migrations,backups"),
                        entry("STILLHOUSE_RUNNER_POD_RULES_PRIORITY_CLASSES", "*"),
                        entry("STILLHOUSE_LIMITS_RUNS_CLUSTER", "200"),
                        entry("STILLHOUSE_LIMITS_RUNS_NAMESPACE", "0"),
                        entry("STILLHOUSE_LIMITS_RUNS_DATABASE_SERVER", "4"),
                        entry("QUARKUS_LOG_CATEGORY__DEV_STILLHOUSE__LEVEL", "DEBUG"),
                        entry("HTTPS_PROXY", "http://proxy.example.com:3128"));
    }

    @Test
    void is_found_by_its_service() {
        var rendered = Chart.renderEverything();
        var template = rendered.only(Deployment.class).getSpec().getTemplate().getMetadata();
        assertThat(template.getLabels())
                .containsAllEntriesOf(rendered.only(Service.class).getSpec().getSelector())
                .containsEntry("example.com/cost-center", "42");
        assertThat(template.getAnnotations()).containsEntry("example.com/team", "databases");
    }

    @Test
    void uses_a_service_account_of_somebody_else() {
        var rendered = Chart.render(
                values -> values.set("serviceAccount.create", false).set("serviceAccount.name", "theirs"));
        assertThat(rendered.all(ServiceAccount.class)).isEmpty();
        assertThat(pod(rendered.only(Deployment.class)).getServiceAccountName()).isEqualTo("theirs");
    }

    static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    static Container operator(Deployment deployment) {
        return pod(deployment).getContainers().getFirst();
    }

    static Map<String, String> settings(Container container) {
        return container.getEnv().stream()
                .filter(variable -> Objects.nonNull(variable.getValue()))
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }
}
