package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the how-to about Prometheus and Grafana says to write: values of the chart, and a configuration of Prometheus. */
class WatchingHowToTest {
    private static final Path PAGE = Path.of("..", "docs", "how-to", "watch-with-prometheus-and-grafana.md");
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    Path folder;

    private Path written(int number) throws IOException {
        var blocks = YAML.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(2);
        return Files.writeString(folder.resolve("written.yaml"), blocks.get(number));
    }

    @Test
    void values_bring_all_that_watches() throws IOException {
        var values = written(0);
        var rendered = Chart.render(command -> command.withValuesFile(values));
        assertThat(rendered.custom("ServiceMonitor").getMetadata().getLabels()).containsEntry("release", "prometheus");
        assertThat(rendered.custom("PrometheusRule").getMetadata().getLabels()).containsEntry("release", "prometheus");
        assertThat(rendered.all(ConfigMap.class))
                .filteredOn(map -> "monitoring".equals(map.getMetadata().getNamespace()))
                .hasSameSizeAs(Dashboards.uids());
    }

    /** Debian's promtool knows no Kubernetes, so it cannot be asked. */
    @Test
    void job_is_the_one_of_the_alerts() throws IOException {
        var job = new YAMLMapper().readTree(written(1).toFile()).at("/scrape_configs/0");
        assertThat(Alerts.STAND_ALONE)
                .content()
                .contains("up{job=\"" + job.path("job_name").textValue() + "\"}");
        assertThat(job.path("honor_labels").booleanValue()).isTrue();
    }
}
