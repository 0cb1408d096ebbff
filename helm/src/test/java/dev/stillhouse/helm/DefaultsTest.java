package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The defaults of runs, on their way to the operator. */
class DefaultsTest {
    private static final String ANNOTATION = "stillhouse.dev/defaults";

    @Test
    void they_are_a_file_that_the_operator_is_told_of() throws IOException {
        var rendered = Chart.renderEverything();
        var configMap = rendered.named(ConfigMap.class, "stillhouse-blue-defaults");
        var file = new YAMLMapper().readTree(configMap.getData().get("defaults.yaml"));
        assertThat(file.at("/backup/storage/persistentVolumeClaim/claimName").textValue())
                .isEqualTo("backups");
        assertThat(file.at("/execution/podTemplate/imagePullSecrets/0/name").textValue())
                .isEqualTo("mirror");
        assertThat(file.at("/rehearsal").textValue()).isEqualTo("Schema");

        var deployment = rendered.only(Deployment.class);
        assertThat(DeploymentTest.settings(DeploymentTest.operator(deployment)))
                .contains(entry("DEFAULTS_FILE", "/etc/stillhouse/defaults.yaml"));
        assertThat(DeploymentTest.operator(deployment).getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/etc/stillhouse"));
        assertThat(DeploymentTest.pod(deployment).getVolumes())
                .anySatisfy(volume -> assertThat(volume.getConfigMap())
                        .isNotNull()
                        .satisfies(source -> assertThat(source.getName())
                                .isEqualTo(configMap.getMetadata().getName())));
    }

    /** The operator reads them when it starts. */
    @Test
    void other_ones_start_the_operator_anew() {
        var one = Chart.render(values -> values.set("defaults.execution.lockTimeout", "5s"));
        var other = Chart.render(values -> values.set("defaults.execution.lockTimeout", "6s"));
        assertThat(annotation(one)).isNotBlank().isNotEqualTo(annotation(other));
    }

    @Test
    void there_is_nothing_of_them_where_there_are_none() {
        var rendered = Chart.render();
        assertThat(rendered.all(ConfigMap.class)).isEmpty();
        assertThat(DeploymentTest.operator(rendered.only(Deployment.class)).getVolumeMounts())
                .hasSize(1);
        assertThat(DeploymentTest.settings(DeploymentTest.operator(rendered.only(Deployment.class))))
                .doesNotContainKey("DEFAULTS_FILE");
    }

    private static String annotation(Rendered rendered) {
        return rendered.only(Deployment.class)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get(ANNOTATION);
    }
}
