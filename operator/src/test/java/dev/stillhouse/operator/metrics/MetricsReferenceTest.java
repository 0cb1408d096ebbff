package dev.stillhouse.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of metrics is what the enum says, and so is what Prometheus reads. Where a metric stands on the page, and what is
 * good to know of it, is written by hand and kept. After a change write it anew with
 * {@code mvn test -pl operator -Dreference.update=true}.
 */
class MetricsReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "metrics.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(stillhouse_\\w+)`.*\\|([^|]*)\\|$");
    private static final Map<String, Metric> METRICS = Arrays.stream(Metric.values())
            .collect(Collectors.toMap(MetricsReferenceTest::firstName, Function.identity()));

    @Test
    void page_has_each_metric_once() throws IOException {
        assertThat(ROW.matcher(Files.readString(REFERENCE)).results().map(row -> row.group(1)))
                .as("a new metric needs a row that begins with its name, where it belongs on the page")
                .containsExactlyInAnyOrderElementsOf(METRICS.keySet());
    }

    @Test
    void rows_are_what_the_enum_says() throws IOException {
        var generated =
                ROW.matcher(Files.readString(REFERENCE)).replaceAll(row -> Matcher.quoteReplacement(generated(row)));
        if (Boolean.getBoolean("reference.update")) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(REFERENCE).content().isEqualTo(generated);
    }

    private static String generated(MatchResult row) {
        var metric = METRICS.get(row.group(1));
        if (metric == null) {
            return row.group();
        }
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        quoted(names(metric)),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        quoted(metric.labels().stream()),
                        metric.meaning(),
                        row.group(2).strip());
    }

    /** The first one in full, the ends of the others: {@code stillhouse_run_duration_seconds_count}, {@code _sum}. */
    private static Stream<String> names(Metric metric) {
        return Stream.concat(
                Stream.of(firstName(metric)),
                metric.names().skip(1).map(name -> name.substring(name.lastIndexOf('_'))));
    }

    private static String firstName(Metric metric) {
        return metric.names().findFirst().orElseThrow();
    }

    private static String quoted(Stream<String> words) {
        return words.map("`%s`"::formatted).collect(Collectors.joining(", "));
    }

    @Test
    void what_prometheus_reads_is_what_the_enum_says() {
        var declared = Arrays.stream(Metric.values())
                .flatMap(metric -> metric.names().map(name -> Map.entry(name, Set.copyOf(metric.labels()))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var read = EveryMetric.scrape()
                .rows("stillhouse_")
                .collect(Collectors.toMap(Scrape::name, Scrape::labels, MetricsReferenceTest::sameLabels));
        assertThat(read).isEqualTo(declared);
    }

    private static Set<String> sameLabels(Set<String> one, Set<String> other) {
        assertThat(other).as("all series of a metric have the same labels").isEqualTo(one);
        return one;
    }
}
