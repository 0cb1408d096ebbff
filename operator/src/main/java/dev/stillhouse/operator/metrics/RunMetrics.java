package dev.stillhouse.operator.metrics;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PhaseTiming;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
        registry.counter(
                        "stillhouse.runs",
                        tags.and(
                                "result", String.valueOf(status.phase()).toLowerCase(Locale.ROOT),
                                "reason", String.valueOf(status.reason())))
                .increment();
        if (status.startTime() != null && status.completionTime() != null) {
            var duration = Duration.between(Instant.parse(status.startTime()), Instant.parse(status.completionTime()));
            registry.timer("stillhouse.run.duration", tags).record(duration);
        }
        timings(status)
                .forEach(timing -> registry.timer(
                                "stillhouse.run.phase.duration",
                                tags.and("phase", timing.phase().name().toLowerCase(Locale.ROOT)))
                        .record(Duration.ofMillis(timing.millis())));
    }

    private static List<PhaseTiming> timings(MigrationRunStatus status) {
        return Optional.ofNullable(status.result())
                .map(MigrationRunStatus.RunResult::timings)
                .orElse(List.of());
    }
}
