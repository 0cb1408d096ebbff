package dev.stillhouse.operator.metrics;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PhaseTiming;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Counts and times runs as they end. */
@ApplicationScoped
public class RunMetrics {
    private final MeterRegistry registry;

    RunMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts a run that has come to its end with this status. */
    public void count(MigrationRun run, MigrationRunStatus status) {
        var tags = Tags.of(
                "namespace", run.getMetadata().getNamespace(),
                "migration", run.getSpec().migrationRef().name(),
                "operation", run.getSpec().operation().name().toLowerCase(Locale.ROOT));
        Counter.builder("stillhouse.runs")
                .description("Runs that have ended")
                .tags(tags.and(
                        "result", String.valueOf(status.phase()).toLowerCase(Locale.ROOT),
                        "reason", String.valueOf(status.reason())))
                .register(registry)
                .increment();
        if (status.startTime() != null && status.completionTime() != null) {
            time(
                    "stillhouse.run.duration",
                    "From the operator's taking up a run to its end",
                    tags,
                    Duration.between(Instant.parse(status.startTime()), Instant.parse(status.completionTime())));
        }
        timings(status)
                .forEach(timing -> time(
                        "stillhouse.run.phase.duration",
                        "Time that a run spent in a phase of the runner",
                        tags.and("phase", timing.phase().name().toLowerCase(Locale.ROOT)),
                        Duration.ofMillis(timing.millis())));
    }

    private void time(String name, String description, Tags tags, Duration duration) {
        Timer.builder(name)
                .description(description)
                .tags(tags)
                .register(registry)
                .record(duration);
    }

    private static List<PhaseTiming> timings(MigrationRunStatus status) {
        return Optional.ofNullable(status.result())
                .map(MigrationRunStatus.RunResult::timings)
                .orElse(List.of());
    }
}
