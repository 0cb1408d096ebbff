package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.report.BackupState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which backups are not to be kept any more. The newest verified one always is; where none was verified, the newest
 * complete one. A failed one is kept for a day for whoever wants to see why, and beyond it while no good one is newer.
 */
final class Retention {
    private static final Duration FAILED_KEPT = Duration.ofDays(1);
    private static final Set<BackupState> GOOD = EnumSet.of(BackupState.Stored, BackupState.Verified);

    private static final Comparator<MigrationBackup> NEWEST_FIRST = Comparator.comparing(Retention::time)
            .thenComparing(backup -> backup.getMetadata().getName())
            .reversed();

    private Retention() {}

    static List<MigrationBackup> surplus(List<MigrationBackup> family, RetentionTerms terms, Instant now) {
        var concluded = family.stream()
                .filter(backup -> backup.getMetadata().getDeletionTimestamp() == null)
                .filter(backup ->
                        backup.getStatus() != null && backup.getStatus().concluded())
                .sorted(NEWEST_FIRST)
                .toList();
        var good = concluded.stream().filter(Retention::isGood).toList();
        var indispensable = good.stream()
                .filter(backup -> backup.getStatus().state() == BackupState.Verified)
                .findFirst()
                .or(() -> good.stream().findFirst());
        return concluded.stream()
                .filter(backup -> indispensable.filter(backup::equals).isEmpty())
                .filter(backup -> isGood(backup)
                        ? isBeyond(good.indexOf(backup), terms) || isOver(backup, terms, now)
                        : isOver(backup, terms, now) && hasBetter(backup, good))
                .toList();
    }

    /** When its age ends; empty if it does not. */
    static Optional<Instant> end(MigrationBackup backup, RetentionTerms terms) {
        return isGood(backup)
                ? terms.age().map(age -> time(backup).plus(age))
                : Optional.of(time(backup).plus(FAILED_KEPT));
    }

    private static boolean isBeyond(int index, RetentionTerms terms) {
        return terms.count().filter(count -> index >= count).isPresent();
    }

    private static boolean isOver(MigrationBackup backup, RetentionTerms terms, Instant now) {
        return end(backup, terms).filter(end -> !now.isBefore(end)).isPresent();
    }

    private static boolean hasBetter(MigrationBackup failed, List<MigrationBackup> good) {
        return good.stream().anyMatch(backup -> time(backup).isAfter(time(failed)));
    }

    static boolean isGood(MigrationBackup backup) {
        return backup.getStatus() != null && GOOD.contains(backup.getStatus().state());
    }

    /** What is in it is as old as its snapshot. */
    private static Instant time(MigrationBackup backup) {
        return Optional.ofNullable(backup.getStatus())
                .map(MigrationBackupStatus::snapshotTime)
                .or(() -> Optional.ofNullable(backup.getStatus()).map(MigrationBackupStatus::completionTime))
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
