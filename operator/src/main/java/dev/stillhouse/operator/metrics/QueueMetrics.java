package dev.stillhouse.operator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
        Gauge.builder(
                        "stillhouse.queue.longest.wait.seconds",
                        () -> longestWait.get().toSeconds())
                .description("How long the run has waited for its turn that has waited the longest; 0 if none waits")
                .register(registry);
    }

    private void show(String state, Supplier<Number> number) {
        Gauge.builder("stillhouse.open.runs", number)
                .description("Runs that are not over, by whether they are at work or wait for their turn")
                .tag("state", state)
                .register(registry);
    }
}
