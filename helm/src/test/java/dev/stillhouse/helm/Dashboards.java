package dev.stillhouse.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** The dashboards of the chart, each a file, which {@code helm/dashboards} writes. */
final class Dashboards {
    static final Path FOLDER = Chart.FOLDER.resolve("files").resolve("dashboards");

    /** What panels have to show of series that were made up. */
    static final Path TESTS = Path.of("src", "test", "resources", "panels.yaml");

    private Dashboards() {}

    /** The uids of all, by their files. */
    static Set<String> uids() throws IOException {
        return Alerts.stems(FOLDER, ".json");
    }

    static JsonNode read(String uid) throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve(uid + ".json").toFile());
    }

    /** The names of its variables. */
    static Stream<String> variables(JsonNode dashboard) {
        return dashboard
                .at("/templating/list")
                .valueStream()
                .map(variable -> variable.path("name").textValue());
    }

    /** What its panels ask Prometheus about the DatabaseMigration shop/orders, with 5 minutes as the chosen time. */
    static Stream<String> queries(JsonNode dashboard) {
        return dashboard.findValuesAsText("expr").stream().map(Dashboards::filled);
    }

    /** What one of its panels asks first. */
    static String query(JsonNode dashboard, String title) {
        return dashboard
                .path("panels")
                .valueStream()
                .filter(panel -> panel.path("title").textValue().equals(title))
                .map(panel -> filled(panel.at("/targets/0/expr").textValue()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no panel " + title));
    }

    private static String filled(String query) {
        return query.replaceAll("\\$__(rate_interval|range)\\b", "5m")
                .replace("$namespace", "shop")
                .replace("$migration", "orders");
    }
}
