package dev.stillhouse.operator.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.operator.fixture.RunnerConfig;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodRulesTest {
    private static RunnerConfig config() {
        return RunnerConfig.of("runner:1");
    }

    /** What is wrong with the pod of a manifest with this template. */
    private static List<String> violations(String template, RunnerConfig config) {
        var settings = RunnerSettings.of(config.read().runner());
        var extra = Serialization.unmarshal(template, PodTemplate.class);
        var overrides = extra.project() == null ? null : extra.project().securityContext();
        var project = new ContainerBuilder()
                .withName(Containers.PROJECT)
                .withSecurityContext(settings.security().container(overrides))
                .build();
        var pod = Pods.create(
                extra,
                Map.of(),
                List.of(project),
                List.of(Mounts.temporary(Mounts.RUNNER_TMP, settings.space())),
                Optional.empty(),
                settings);
        return settings.rules().violations(pod, "spec.execution.podTemplate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labels: {team: shop}",
                "serviceAccountName: default",
                "tolerations: [{key: dedicated, operator: Exists}]",
                "project: {securityContext: {runAsUser: 1000, runAsGroup: 0, readOnlyRootFilesystem: false}}",
                "project: {securityContext: {seccompProfile: {type: Localhost, localhostProfile: a.json}}}",
                "project: {securityContext: {seLinuxOptions: {type: container_t, level: 's0:c1,c2'}}}",
                "volumes: [{name: own, emptyDir: {}}]"
            })
    void what_a_team_needs_is_allowed(String template) {
        assertThat(violations(template, config())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "privileged: true | .privileged is true",
                "allowPrivilegeEscalation: true | .allowPrivilegeEscalation is not false",
                "runAsUser: 0 | .runAsUser is 0, which is root",
                "runAsNonRoot: false | .runAsNonRoot is false",
                "capabilities: {add: [SYS_ADMIN]} | .capabilities keeps some",
                "capabilities: {drop: [NET_RAW]} | .capabilities keeps some",
                "seccompProfile: {type: Unconfined} | .seccompProfile.type is Unconfined",
                "appArmorProfile: {type: Unconfined} | .appArmorProfile.type is Unconfined",
                "procMount: Unmasked | .procMount is not Default",
                "seLinuxOptions: {type: spc_t} | .seLinuxOptions has",
                "windowsOptions: {hostProcess: true} | .windowsOptions.hostProcess is true"
            })
    void what_the_restricted_standard_does_not_admit_is_refused(String context, String words) {
        assertThat(violations("project: {securityContext: {%s}}".formatted(context), config()))
                .singleElement()
                .asString()
                .startsWith("spec.execution.podTemplate.project.securityContext" + words);
        assertThat(violations(
                        "project: {securityContext: {%s}}".formatted(context),
                        config().with("pod-rules.level", "Unrestricted")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tolerations: [{operator: Exists}] | without a key",
                "tolerations: [{key: node-role.kubernetes.io/control-plane}] | control plane",
                "annotations: {container.apparmor.security.beta.kubernetes.io/project: unconfined} | unconfined"
            })
    void what_leads_out_of_the_ordinary_is_refused(String template, String words) {
        assertThat(violations(template, config())).singleElement().asString().contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "serviceAccountName, service-accounts, serviceAccounts",
        "priorityClassName, priority-classes, priorityClasses"
    })
    void names_are_allowed_one_by_one(String field, String setting, String value) {
        var template = field + ": strong";
        assertThat(violations(template, config().with("pod-rules.level", "Unrestricted")))
                .singleElement()
                .asString()
                .contains("." + field + " is strong", "runner.podRules." + value);
        assertThat(violations(template, config().with("pod-rules." + setting, "weak,strong")))
                .isEmpty();
        assertThat(violations(template, config().with("pod-rules." + setting, "*")))
                .isEmpty();
    }

    @Test
    void a_volume_does_not_take_the_place_of_ours() {
        assertThat(violations("volumes: [{name: runner-tmp, emptyDir: {}}]", config()))
                .singleElement()
                .asString()
                .contains("runner-tmp", "choose another one");
    }

    @Test
    void everything_is_said_at_once() {
        assertThat(violations("""
                serviceAccountName: admin
                priorityClassName: system-cluster-critical
                project: {securityContext: {privileged: true, runAsUser: 0}}
                """, config())).hasSize(4);
    }
}
