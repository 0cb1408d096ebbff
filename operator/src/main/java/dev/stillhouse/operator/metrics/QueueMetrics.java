package dev.stillhouse.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** Shows how many runs are at work, how many wait for their turn, and for how long. */
@ApplicationScoped
public class QueueMetrics {
    private final MeterRegistry registry;

    public QueueMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Shows them from now on.
     *
     * @param longestWait how long the one has waited that has waited the longest; zero if none waits
     */
    public void show(Supplier<Number> atWork, Supplier<Number> queued, Supplier<Duration> longestWait) {
        show("at-work", atWork);
        show("queued", queued);
        Metric.QUEUE_LONGEST_WAIT.gauge(
                registry, Tags.empty(), () -> longestWait.get().toSeconds());
    }

    private void show(String state, Supplier<Number> number) {
        Metric.OPEN_RUNS.gauge(registry, Tags.of("state", state), number);
    }
}
