package dev.stillhouse.operator.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All metrics of the operator, each with its type, its labels and its meaning. {@code docs/reference/metrics.md} is made of them.
 * The labels of a time have no migration: a few series of each namespace would become those of thousands of databases.
 */
enum Metric {
    MIGRATION_INFO(
            Type.GAUGE,
            "stillhouse.migration.info",
            "Where the database of a DatabaseMigration is and where it should be; always 1",
            "namespace",
            "migration",
            "revision",
            "target"),
    MIGRATION_CONDITION(
            Type.GAUGE,
            "stillhouse.migration.condition",
            "A condition of a DatabaseMigration; 1 if it is true",
            "namespace",
            "migration",
            "type",
            "reason"),
    MIGRATION_CONDITION_SINCE(
            Type.GAUGE,
            "stillhouse.migration.condition.since.timestamp.seconds",
            "Since when a condition of a DatabaseMigration is true, or Ready false",
            "namespace",
            "migration",
            "type",
            "reason"),
    MIGRATION_ATTEMPTS(
            Type.GAUGE,
            "stillhouse.migration.attempts",
            "Which attempt the newest run is, those that Kubernetes took away counted too",
            "namespace",
            "migration"),
    MIGRATION_UNKNOWN_RUNS(
            Type.GAUGE,
            "stillhouse.migration.unknown.runs",
            "Runs that were lost, and of which the database was not yet asked what they have done",
            "namespace",
            "migration"),
    MIGRATION_PENDING_REVISIONS(
            Type.GAUGE,
            "stillhouse.migration.pending.revisions",
            "Steps between the database and the target, as of the last run",
            "namespace",
            "migration"),
    MIGRATION_LAST_SUCCESS(
            Type.GAUGE,
            "stillhouse.migration.last.success.timestamp.seconds",
            "When a run last saw the database at the target",
            "namespace",
            "migration"),
    BACKUP_LAST_VERIFIED(
            Type.GAUGE,
            "stillhouse.backup.last.verified.timestamp.seconds",
            "When the snapshot of the newest verified backup was taken that has the rows of all tables",
            "namespace",
            "migration"),
    BACKUP_LAST_TAKEN(
            Type.GAUGE,
            "stillhouse.backup.last.taken.timestamp.seconds",
            "When the snapshot of the newest complete backup was taken that has the rows of all tables",
            "namespace",
            "migration"),
    BACKUP_LAST_FAILURE(
            Type.GAUGE,
            "stillhouse.backup.last.failure.timestamp.seconds",
            "When the newest backup failed; absent once a later one is complete",
            "namespace",
            "migration",
            "reason"),
    BACKUP_SIZE(
            Type.GAUGE,
            "stillhouse.backup.size.bytes",
            "Size of the newest complete backup of all tables",
            "namespace",
            "migration"),
    NAMESPACES(
            Type.GAUGE,
            "stillhouse.namespaces",
            "Namespaces with something to do, by whether this release or another one works on them",
            "holder"),
    OPEN_RUNS(
            Type.GAUGE,
            "stillhouse.open.runs",
            "Runs that are not over, by whether they are at work or wait for their turn",
            "state"),
    QUEUE_LONGEST_WAIT(
            Type.GAUGE,
            "stillhouse.queue.longest.wait.seconds",
            "How long the run has waited for its turn that has waited the longest; 0 if none waits"),
    RUNS(
            Type.COUNTER,
            "stillhouse.runs",
            "Runs that have ended",
            "namespace",
            "migration",
            "operation",
            "result",
            "reason"),
    RUN_DURATION(
            Type.TIMER,
            "stillhouse.run.duration",
            "From the operator's taking up a run to its end",
            "namespace",
            "operation"),
    RUN_PHASE_DURATION(
            Type.TIMER,
            "stillhouse.run.phase.duration",
            "Time that a run spent in a phase of the runner",
            "namespace",
            "operation",
            "phase"),
    REHEARSALS(
            Type.COUNTER,
            "stillhouse.rehearsals",
            "Plans that were tried on a copy of the database, by what that has shown",
            "namespace",
            "migration",
            "outcome"),
    BACKUPS(
            Type.COUNTER,
            "stillhouse.backups",
            "Backups that have ended",
            "namespace",
            "migration",
            "result",
            "reason"),
    BACKUP_DURATION(
            Type.TIMER,
            "stillhouse.backup.duration",
            "Time that the runner took for a backup, its verification included",
            "namespace");

    private final Type type;
    private final String id;
    private final String meaning;
    private final List<String> labels;

    Metric(Type type, String id, String meaning, String... labels) {
        this.type = type;
        this.id = id;
        this.meaning = meaning;
        this.labels = List.of(labels);
    }

    /** What becomes of it. */
    enum Type {
        /** What is so; it goes when what it is about goes. */
        GAUGE(""),
        /** What has happened since the operator started. */
        COUNTER("_total"),
        /** How often, how long all together, and how long the longest of the last minutes; in seconds. */
        TIMER("_seconds_count", "_seconds_sum", "_seconds_max");

        private final List<String> ends;

        Type(String... ends) {
            this.ends = List.of(ends);
        }
    }

    Type type() {
        return type;
    }

    String meaning() {
        return meaning;
    }

    List<String> labels() {
        return labels;
    }

    /** What Prometheus calls its series. */
    Stream<String> names() {
        return type.ends.stream().map(end -> id.replace('.', '_') + end);
    }

    Gauge gauge(MeterRegistry registry, Tags labels, Supplier<Number> value) {
        return Gauge.builder(id, value).description(meaning).tags(labels).register(registry);
    }

    /** The one with these labels; it is the same each time. */
    Counter counter(MeterRegistry registry, Tags labels) {
        return Counter.builder(id).description(meaning).tags(labels).register(registry);
    }

    /** The one with these labels; it is the same each time. */
    Timer timer(MeterRegistry registry, Tags labels) {
        return Timer.builder(id).description(meaning).tags(labels).register(registry);
    }
}
