package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The alerts of the chart, each a file. */
final class Alerts {
    static final Path FOLDER = Chart.FOLDER.resolve("files").resolve("alerts");

    /** The same for a Prometheus that is set up without the Prometheus Operator. */
    static final Path STAND_ALONE = Path.of("..", "docs", "reference", "alerts.yaml");

    static final Path RUNBOOKS = Path.of("..", "docs", "runbooks");

    /** What Prometheus has to do with the rules of {@link #STAND_ALONE}, a file for each alert. */
    static final Path TESTS = Path.of("src", "test", "resources", "alerts");

    private Alerts() {}

    /** The names of all, by their files. */
    static Set<String> names() throws IOException {
        return stems(FOLDER, ".yaml");
    }

    /** The names of the files in a folder that end so, without that end. */
    static Set<String> stems(Path folder, String end) throws IOException {
        var stems = new TreeSet<String>();
        try (var files = Files.newDirectoryStream(folder, "*" + end)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                stems.add(name.substring(0, name.length() - end.length()));
            }
        }
        return stems;
    }

    /** The rules that a chart renders. */
    static List<JsonNode> rendered(Rendered rendered) {
        JsonNode groups =
                new ObjectMapper().valueToTree(rendered.custom("PrometheusRule").get("spec", "groups"));
        assertThat(groups).hasSize(1);
        return groups.get(0).path("rules").valueStream().toList();
    }
}
