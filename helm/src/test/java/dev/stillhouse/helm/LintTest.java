package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintTest {
    @Test
    void helm_finds_nothing_to_complain_about() {
        var result = Chart.helm().lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.matches(".*\\[(WARNING|ERROR)].*"));
    }

    @Test
    void chart_has_the_version_of_the_project() throws IOException {
        var chart = new YAMLMapper().readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());
        assertThat(chart.path("version").textValue()).isEqualTo(Chart.version());
        assertThat(chart.path("appVersion").textValue()).isEqualTo(Chart.version());
    }

    @Test
    void cluster_that_is_too_old_is_refused() {
        assertThatThrownBy(() -> Chart.render(values -> values.withKubeVersion("v1.28.15")))
                .hasMessageContaining("requires kubeVersion: >=1.29");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.29.3-gke.1093000", "v1.31.5-eks-8cce635", "v1.36.3+k3s1"})
    void versions_of_distributions_are_taken(String version) {
        assertThat(Chart.render(values -> values.withKubeVersion(version)).resources())
                .isNotEmpty();
    }
}
