package dev.stillhouse.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart's dashboards and alerts ask for is what the operator shows, by the labels that it has. */
class WatchedMetricsTest {
    private static final Path FILES = Path.of("..", "helm", "stillhouse", "files");
    private static final Pattern SERIES = Pattern.compile("\\b(stillhouse_\\w+|ALERTS|up)\\b(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*[=!][=~]?\\s*\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|on|group_left|group_right|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern VALUES_OF = Pattern.compile("label_values\\(.*, (\\w+)\\)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    /** What Prometheus says of the target that a series comes from. */
    private static final Set<String> OF_TARGETS = Set.of("job", "instance", "namespace");

    private static final Map<String, Set<String>> METRICS = metrics();

    /** Where it is asked for, what is asked, and the name that a panel gives to the answer. */
    record Query(String where, String text, String legend) {}

    private static Map<String, Set<String>> metrics() {
        var metrics = new HashMap<String, Set<String>>();
        metrics.put("up", OF_TARGETS);
        metrics.put("ALERTS", Set.of("alertname", "alertstate", "severity", "namespace", "migration"));
        for (var metric : Metric.values()) {
            var labels = new HashSet<>(metric.labels());
            labels.addAll(OF_TARGETS);
            metric.names().forEach(name -> metrics.put(name, labels));
        }
        return metrics;
    }

    static List<Query> queries() throws IOException {
        var queries = new ArrayList<Query>();
        for (var file : files("dashboards")) {
            var board = new ObjectMapper().readTree(file.toFile());
            var where = file.getFileName().toString();
            board.findParents("expr").forEach(target -> queries.add(query(where, target)));
            board.at("/templating/list")
                    .valueStream()
                    .map(variable -> variable.path("query").asText())
                    .filter(text -> text.startsWith("label_values"))
                    .forEach(text -> queries.add(new Query(where, text, "")));
        }
        for (var file : files("alerts")) {
            var rule = Serialization.unmarshal(Files.readString(file), JsonNode.class);
            queries.add(query(file.getFileName().toString(), rule));
        }
        return queries;
    }

    private static List<Path> files(String folder) throws IOException {
        try (var files = Files.list(FILES.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static Query query(String where, JsonNode target) {
        return new Query(
                where,
                target.path("expr").textValue(),
                target.path("legendFormat").asText(""));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void query_is_about_what_there_is(Query query) {
        var known = new HashSet<String>();
        SERIES.matcher(query.text()).results().forEach(series -> {
            assertThat(METRICS).containsKey(series.group(1));
            var labels = METRICS.get(series.group(1));
            known.addAll(labels);
            if (series.group(2) != null) {
                assertThat(labels)
                        .as("labels of %s", series.group(1))
                        .containsAll(found(MATCHER, series.group(2)).toList());
            }
        });
        assertThat(known).as("it asks for a metric").isNotEmpty();
        assertThat(known).containsAll(groupings(query.text()).toList());
        assertThat(known).containsAll(found(VALUES_OF, query.text()).toList());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void name_of_a_series_is_made_of_labels_that_it_has_kept(Query query) {
        assertThat(groupings(query.text()).collect(Collectors.toSet()))
                .containsAll(found(PLACEHOLDER, query.legend()).toList());
    }

    private static Stream<String> groupings(String text) {
        return found(GROUPING, text)
                .flatMap(labels -> Arrays.stream(labels.split(",")))
                .map(String::strip)
                .filter(label -> !label.isEmpty());
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }
}
