package dev.stillhouse.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the panels of the chart's dashboards ask Prometheus, as Grafana sends it. */
final class DashboardQueries {
    private static final Path FOLDER = Path.of("..", "helm", "stillhouse", "files", "dashboards");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    /** What the pages are asked to show, by the names of their variables; times are those of PromQL. */
    private final Map<String, String> chosen;

    private DashboardQueries(Map<String, String> chosen) {
        this.chosen = chosen;
    }

    /**
     * One query of a panel.
     *
     * @param dashboard the uid of its page
     * @param panel its title
     * @param text PromQL
     */
    record Query(String dashboard, String panel, String text) {}

    /** Those of all dashboards, about one DatabaseMigration and its namespace, over the last hour. */
    static List<Query> about(String namespace, String migration) throws IOException {
        var queries = new DashboardQueries(
                Map.of("namespace", namespace, "migration", migration, "__rate_interval", "5m", "__range", "1h"));
        try (var files = Files.list(FOLDER)) {
            return files.sorted().flatMap(queries::of).toList();
        }
    }

    private Stream<Query> of(Path file) {
        var dashboard = read(file);
        return dashboard
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets")
                        .valueStream()
                        .map(target -> new Query(
                                dashboard.path("uid").textValue(),
                                panel.path("title").textValue(),
                                filled(target.path("expr").textValue()))));
    }

    private String filled(String query) {
        return VARIABLE.matcher(query).replaceAll(variable -> Matcher.quoteReplacement(value(variable.group(1))));
    }

    private String value(String variable) {
        var value = chosen.get(variable);
        if (value == null) {
            throw new IllegalStateException("a dashboard asks for $" + variable + ", which is not filled in here");
        }
        return value;
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
