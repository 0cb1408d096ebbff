package dev.stillhouse.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.stream.Stream;

/** What Prometheus would read from the metrics that a test writes. */
final class Scrape {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MeterRegistry registry() {
        return registry;
    }

    /** The rows of a metric, such as {@code stillhouse_runs_total{namespace="shop"} 1.0}; the prefix may name several. */
    Stream<String> rows(String prefix) {
        return registry.scrape().lines().filter(line -> line.startsWith(prefix)).map(line -> line.replace(",}", "}"));
    }
}
