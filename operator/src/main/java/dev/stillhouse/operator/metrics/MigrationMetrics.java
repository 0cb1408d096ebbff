package dev.stillhouse.operator.metrics;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.cluster.Revisions;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.metrics.ShownGauges.Row;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Shows each DatabaseMigration as gauges, which go when it goes. */
@ApplicationScoped
public class MigrationMetrics {
    private static final int REMEMBERED = 1_000;

    private final MigrationMeters counters;
    private final ShownGauges<ResourceID> shown;
    /** Uids of resources that went lately: a reconciliation that was under way must not bring them back. */
    private final Map<String, Boolean> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    MigrationMetrics(MeterRegistry registry, MigrationMeters counters) {
        this.counters = counters;
        shown = new ShownGauges<>(registry);
    }

    /**
     * Replaces the gauges of a DatabaseMigration by those of its new status.
     *
     * @param runs its runs, the newest last
     */
    public synchronized void show(
            DatabaseMigration migration, DatabaseMigrationStatus status, List<MigrationRun> runs) {
        if (gone.containsKey(migration.getMetadata().getUid())) {
            return;
        }
        shown.show(ResourceID.fromResource(migration), rows(migration, status, runs));
    }

    /** Removes all that was shown of a DatabaseMigration, the counters of its runs included. */
    public synchronized void forget(DatabaseMigration migration) {
        gone.put(migration.getMetadata().getUid(), true);
        var id = ResourceID.fromResource(migration);
        shown.forget(id);
        counters.remove(id);
    }

    private static List<Row> rows(
            DatabaseMigration migration, DatabaseMigrationStatus status, List<MigrationRun> runs) {
        var tags = Tags.of(
                "namespace",
                migration.getMetadata().getNamespace(),
                "migration",
                migration.getMetadata().getName());
        var rows = new ArrayList<Row>();
        rows.add(new Row(
                Metric.MIGRATION_INFO,
                tags.and(
                        "revision", Objects.requireNonNullElse(status.revision(), ""),
                        "target", Revisions.targets(migration.getSpec().targetsOrDefault())),
                1));
        if (status.pending() != null) {
            rows.add(new Row(Metric.MIGRATION_PENDING_REVISIONS, tags, status.pending()));
        }
        if (status.lastSuccessTime() != null) {
            var seconds = Instant.parse(status.lastSuccessTime()).getEpochSecond();
            rows.add(new Row(Metric.MIGRATION_LAST_SUCCESS, tags, seconds));
        }
        if (!runs.isEmpty()) {
            var newest = Attempt.of(runs.getLast());
            rows.add(new Row(Metric.MIGRATION_ATTEMPTS, tags, newest.number() + newest.disruptions()));
        }
        rows.add(new Row(
                Metric.MIGRATION_UNKNOWN_RUNS,
                tags,
                runs.stream()
                        .filter(run -> RunOutcomes.phase(run) == RunPhase.Unknown)
                        .count()));
        Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).forEach(condition -> {
            var labels = tags.and("type", condition.getType(), "reason", condition.getReason());
            rows.add(new Row(Metric.MIGRATION_CONDITION, labels, isTrue(condition) ? 1 : 0));
            if (tellsSince(condition)) {
                rows.add(new Row(
                        Metric.MIGRATION_CONDITION_SINCE,
                        labels,
                        Instant.parse(condition.getLastTransitionTime()).getEpochSecond()));
            }
        });
        return rows;
    }

    private static boolean isTrue(Condition condition) {
        return "True".equals(condition.getStatus());
    }

    /** Nobody asks since when there is no trouble, and each condition would be one series more for each DatabaseMigration. */
    private static boolean tellsSince(Condition condition) {
        return isTrue(condition) || ConditionType.Ready.name().equals(condition.getType());
    }
}
