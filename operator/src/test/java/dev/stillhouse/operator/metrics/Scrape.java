package dev.stillhouse.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Prometheus would read from the metrics that a test writes. */
final class Scrape {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MeterRegistry registry() {
        return registry;
    }

    /** All of it. */
    String text() {
        return registry.scrape();
    }

    /** The rows of a metric, such as {@code stillhouse_runs_total{namespace="shop"} 1.0}; the prefix may name several. */
    Stream<String> rows(String prefix) {
        return text().lines().filter(line -> line.startsWith(prefix)).map(line -> line.replace(",}", "}"));
    }

    /** The name of a row's metric. */
    static String name(String row) {
        return row.split("[{ ]", 2)[0];
    }

    /** The names of a row's labels. */
    static Set<String> labels(String row) {
        return LABEL.matcher(row)
                .results()
                .map((MatchResult label) -> label.group(1))
                .collect(Collectors.toSet());
    }
}
