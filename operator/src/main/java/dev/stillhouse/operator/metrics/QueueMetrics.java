package dev.stillhouse.operator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Shows how many runs are at work, and how many wait for their turn. */
@ApplicationScoped
public class QueueMetrics {
    private final MeterRegistry registry;

    public QueueMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows two numbers from now on. */
    public void show(Supplier<Number> atWork, Supplier<Number> queued) {
        show("at-work", atWork);
        show("queued", queued);
    }

    private void show(String state, Supplier<Number> number) {
        Gauge.builder("stillhouse.open.runs", number)
                .description("Runs that are not over, by whether they are at work or wait for their turn")
                .tag("state", state)
                .register(registry);
    }
}
