package dev.stillhouse.operator.metrics;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Shows each DatabaseMigration as gauges, which go when it goes. */
@ApplicationScoped
public class MigrationMetrics {
    private final MeterRegistry registry;
    private final Map<ResourceID, Shown> shown = new ConcurrentHashMap<>();

    MigrationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One gauge to be: its name, its labels, its value. */
    private record Row(String name, Tags tags, double value) {}

    private record Shown(List<Row> rows, List<Meter> meters) {}

    /** Replaces the gauges of a DatabaseMigration by those of its new status. */
    public void show(DatabaseMigration migration, DatabaseMigrationStatus status) {
        var rows = rows(migration, status);
        shown.compute(ResourceID.fromResource(migration), (id, before) -> {
            if (before != null && before.rows().equals(rows)) {
                return before;
            }
            if (before != null) {
                before.meters().forEach(registry::remove);
            }
            return new Shown(rows, rows.stream().map(this::register).toList());
        });
    }

    /** Removes all that was shown of a DatabaseMigration, the counters of its runs included. */
    public void forget(DatabaseMigration migration) {
        var id = ResourceID.fromResource(migration);
        var gone = shown.remove(id);
        if (gone != null) {
            gone.meters().forEach(registry::remove);
        }
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("stillhouse.run"))
                .filter(meter -> Objects.equals(meter.getId().getTag("migration"), id.getName())
                        && Objects.equals(
                                meter.getId().getTag("namespace"),
                                id.getNamespace().orElse("")))
                .forEach(registry::remove);
    }

    private Meter register(Row row) {
        return Gauge.builder(row.name(), row::value).tags(row.tags()).register(registry);
    }

    private static List<Row> rows(DatabaseMigration migration, DatabaseMigrationStatus status) {
        var tags = Tags.of(
                "namespace",
                migration.getMetadata().getNamespace(),
                "migration",
                migration.getMetadata().getName());
        var rows = new ArrayList<Row>();
        rows.add(new Row(
                "stillhouse.migration.info",
                tags.and(
                        "revision", Objects.requireNonNullElse(status.revision(), ""),
                        "target", migration.getSpec().targetOrDefault()),
                1));
        if (status.pending() != null) {
            rows.add(new Row("stillhouse.migration.pending.revisions", tags, status.pending()));
        }
        if (status.lastSuccessTime() != null) {
            var seconds = Instant.parse(status.lastSuccessTime()).getEpochSecond();
            rows.add(new Row("stillhouse.migration.last.success.timestamp.seconds", tags, seconds));
        }
        Objects.requireNonNullElse(status.conditions(), List.<Condition>of())
                .forEach(condition -> rows.add(new Row(
                        "stillhouse.migration.condition",
                        tags.and("type", condition.getType(), "reason", condition.getReason()),
                        "True".equals(condition.getStatus()) ? 1 : 0)));
        return rows;
    }
}
