package dev.stillhouse.operator.metrics;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.operator.metrics.ShownGauges.Row;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Counts and times backups as they end, and shows what the newest good one of each DatabaseMigration is. */
@ApplicationScoped
public class BackupMetrics {
    private final MeterRegistry registry;
    /** Uids of the backups that were counted and whose end is not known to be written. */
    private final Set<String> counted = ConcurrentHashMap.newKeySet();

    /** By what names a DatabaseMigration. */
    private final ShownGauges<Tags> shown;

    private final Map<Tags, Set<Meter>> counters = new HashMap<>();

    BackupMetrics(MeterRegistry registry) {
        this.registry = registry;
        shown = new ShownGauges<>(registry);
    }

    /** Counts a backup that has come to its end with this status; once, even if the status cannot be written at first. */
    public synchronized void count(MigrationBackup backup, MigrationBackupStatus status) {
        if (!counted.add(backup.getMetadata().getUid())) {
            return;
        }
        var tags = tags(backup);
        var counter = Metric.BACKUPS.counter(
                registry,
                tags.and("result", isGood(status) ? "succeeded" : "failed", "reason", String.valueOf(status.reason())));
        counter.increment();
        counters.computeIfAbsent(tags, id -> new HashSet<>()).add(counter);
        if (isGood(status) && status.millis() != null) {
            Metric.BACKUP_DURATION
                    .timer(registry, Tags.of("namespace", backup.getMetadata().getNamespace()))
                    .record(Duration.ofMillis(status.millis()));
        }
    }

    /** The end of the backup is written: it does not come to its end again. */
    public void written(MigrationBackup backup) {
        counted.remove(backup.getMetadata().getUid());
    }

    /** Shows a backup with its new status beside the rest of its family. */
    public void show(MigrationBackup backup, MigrationBackupStatus status, List<MigrationBackup> family) {
        show(backup, Stream.concat(Stream.of(status), statuses(backup, family)).toList());
    }

    /** Shows the family of a backup that goes; when it was the last one, all that was counted goes too. */
    public synchronized void forget(MigrationBackup backup, List<MigrationBackup> family) {
        var rest = statuses(backup, family).toList();
        show(backup, rest);
        written(backup);
        if (family.stream().allMatch(other -> isSame(other, backup))) {
            var tags = tags(backup);
            shown.forget(tags);
            Optional.ofNullable(counters.remove(tags)).ifPresent(gone -> gone.forEach(registry::remove));
        }
    }

    private synchronized void show(MigrationBackup backup, List<MigrationBackupStatus> statuses) {
        var tags = tags(backup);
        shown.show(tags, rows(tags, statuses));
    }

    private static List<Row> rows(Tags tags, List<MigrationBackupStatus> statuses) {
        var rows = new ArrayList<Row>();
        var taken = newest(statuses.stream().filter(status -> isWhole(status) && isGood(status)));
        taken.ifPresent(status ->
                rows.add(new Row(Metric.BACKUP_LAST_TAKEN, tags, time(status).getEpochSecond())));
        taken.map(MigrationBackupStatus::sizeBytes)
                .ifPresent(size -> rows.add(new Row(Metric.BACKUP_SIZE, tags, size)));
        newest(statuses.stream().filter(status -> isWhole(status) && status.state() == BackupState.Verified))
                .ifPresent(status -> rows.add(
                        new Row(Metric.BACKUP_LAST_VERIFIED, tags, time(status).getEpochSecond())));
        newestEnded(statuses)
                .filter(status -> status.state() == BackupState.Failed)
                .ifPresent(status -> rows.add(new Row(
                        Metric.BACKUP_LAST_FAILURE,
                        tags.and("reason", String.valueOf(status.reason())),
                        ended(status).getEpochSecond())));
        return rows;
    }

    private static Stream<MigrationBackupStatus> statuses(MigrationBackup without, List<MigrationBackup> family) {
        return family.stream()
                .filter(other -> !isSame(other, without))
                .flatMap(other -> Stream.ofNullable(other.getStatus()));
    }

    private static boolean isSame(MigrationBackup one, MigrationBackup other) {
        return one.getMetadata().getName().equals(other.getMetadata().getName());
    }

    /** One of some tables or rows brings no database back, and says nothing of how large those are that do. */
    private static boolean isWhole(MigrationBackupStatus status) {
        return status.scope() == null || status.scope() == BackupScope.Database;
    }

    private static boolean isGood(MigrationBackupStatus status) {
        return status.state() == BackupState.Stored || status.state() == BackupState.Verified;
    }

    private static Optional<MigrationBackupStatus> newest(Stream<MigrationBackupStatus> statuses) {
        return statuses.max(Comparator.comparing(BackupMetrics::time));
    }

    /** Of those that are known to be complete, or to have failed, whatever rows they are to have. */
    private static Optional<MigrationBackupStatus> newestEnded(List<MigrationBackupStatus> statuses) {
        return statuses.stream()
                .filter(status -> isGood(status) || status.state() == BackupState.Failed)
                .max(Comparator.comparing(BackupMetrics::ended));
    }

    /** A backup that failed may have come to no snapshot. */
    private static Instant ended(MigrationBackupStatus status) {
        return status.completionTime() == null ? Instant.EPOCH : Instant.parse(status.completionTime());
    }

    /** What is in a backup is as old as its snapshot. */
    private static Instant time(MigrationBackupStatus status) {
        return Stream.of(Optional.ofNullable(status.snapshotTime()), Optional.ofNullable(status.completionTime()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }

    private static Tags tags(MigrationBackup backup) {
        return Tags.of(
                "namespace",
                backup.getMetadata().getNamespace(),
                "migration",
                backup.getSpec().migrationRef().name());
    }
}
