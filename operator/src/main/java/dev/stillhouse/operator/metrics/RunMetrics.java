package dev.stillhouse.operator.metrics;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PhaseTiming;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and times runs as they end. Times are those of a namespace: each is three series for each operation and phase, which
 * thousands of DatabaseMigrations would multiply, and those of one are in the status of its runs.
 */
@ApplicationScoped
public class RunMetrics {
    private final MeterRegistry registry;
    /** Uids of the runs that were counted and whose end is not known to be written. */
    private final Set<String> counted = ConcurrentHashMap.newKeySet();

    private final MigrationMeters meters;

    RunMetrics(MeterRegistry registry, MigrationMeters meters) {
        this.registry = registry;
        this.meters = meters;
    }

    /** Counts a run that has come to its end with this status; once, even if the status cannot be written at first. */
    public void count(MigrationRun run, MigrationRunStatus status) {
        if (!counted.add(run.getMetadata().getUid())) {
            return;
        }
        var migration = run.getSpec().migrationRef().name();
        var namespace = run.getMetadata().getNamespace();
        var resource = new ResourceID(migration, namespace);
        var tags = Tags.of(
                "namespace",
                namespace,
                "operation",
                run.getSpec().operation().name().toLowerCase(Locale.ROOT));
        var counter = Metric.RUNS.counter(
                registry,
                tags.and(
                        "migration", migration,
                        "result", String.valueOf(status.phase()).toLowerCase(Locale.ROOT),
                        "reason", String.valueOf(status.reason())));
        counter.increment();
        meters.add(resource, counter);
        Optional.ofNullable(status.rehearsal()).ifPresent(rehearsal -> {
            var rehearsals = Metric.REHEARSALS.counter(
                    registry,
                    Tags.of(
                            "namespace", namespace,
                            "migration", migration,
                            "outcome", rehearsal.outcome().name().toLowerCase(Locale.ROOT)));
            rehearsals.increment();
            meters.add(resource, rehearsals);
        });
        if (status.startTime() != null && status.completionTime() != null) {
            Metric.RUN_DURATION
                    .timer(registry, tags)
                    .record(Duration.between(
                            Instant.parse(status.startTime()), Instant.parse(status.completionTime())));
        }
        timings(status)
                .forEach(timing -> Metric.RUN_PHASE_DURATION
                        .timer(registry, tags.and("phase", timing.phase().name().toLowerCase(Locale.ROOT)))
                        .record(Duration.ofMillis(timing.millis())));
    }

    /** The end of the run is written, or the run is gone: it does not come to its end again. */
    public void forget(MigrationRun run) {
        counted.remove(run.getMetadata().getUid());
    }

    private static List<PhaseTiming> timings(MigrationRunStatus status) {
        return Optional.ofNullable(status.result())
                .map(MigrationRunStatus.RunResult::timings)
                .orElse(List.of());
    }
}
