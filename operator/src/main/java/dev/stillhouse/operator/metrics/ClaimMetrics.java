package dev.stillhouse.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Shows how many namespaces this release works on, and how many it leaves to others. */
@ApplicationScoped
public class ClaimMetrics {
    private final MeterRegistry registry;

    public ClaimMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows two numbers from now on. */
    public void show(Supplier<Number> ours, Supplier<Number> others) {
        show("ours", ours);
        show("others", others);
    }

    private void show(String holder, Supplier<Number> number) {
        Metric.NAMESPACES.gauge(registry, Tags.of("holder", holder), number);
    }
}
