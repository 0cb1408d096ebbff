package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.operator.backup.BackupDecision.Keep;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which backups are not to be kept any more. The newest verified one of each position (the version rows that are in it, and
 * whose rows beside them) always is; where none was verified, the newest complete one. A failed one is kept for a day for
 * whoever wants to see why, and beyond it while no good one is newer; of those that are stored and could not be verified
 * the newest of each position, unknown ones being one: what is tried again does not fill the place. One that was found bad
 * counts for none of that. One of which nothing is known is none of them.
 *
 * <p>Those of all tables and those of some are counted apart, and one of some tables takes the place of none of all: it is
 * no way back to the whole.
 *
 * <p>Numbers count at once. A time is not believed at the first look, as clocks jump: what is past its time has to be so
 * for an hour.
 *
 * <p>One that a run under way reads, or was offered, stays until that run is over.
 */
final class Retention {
    static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration FAILED_KEPT = Duration.ofDays(1);
    private static final Set<BackupState> GOOD = EnumSet.of(BackupState.Stored, BackupState.Verified);

    /** They say of the files that these are not what they should be. */
    private static final Set<Reason> BAD = EnumSet.of(Reason.BackupNotEqual, Reason.BackupCorrupt);

    private static final Comparator<MigrationBackup> NEWEST_FIRST = Comparator.comparing(Retention::time)
            .thenComparing(backup -> backup.getMetadata().getName())
            .reversed();

    private Retention() {}

    /**
     * Keeps a backup that has come to its end, and says who of its family is to go, which may be itself.
     *
     * @param inUse names of those that a run needs, or may need
     */
    static Keep keep(
            MigrationBackup backup,
            List<MigrationBackup> family,
            Set<String> inUse,
            RetentionTerms terms,
            Instant now) {
        var surplus = new ArrayList<>(beyondCount(family, terms));
        surplus.addAll(failedAgain(family));
        surplus.removeIf(other -> inUse.contains(other.getMetadata().getName()));
        if (inUse.contains(backup.getMetadata().getName()) || !isOver(backup, family, terms, now)) {
            return new Keep(surplus, Optional.empty(), nextLook(backup, terms, now));
        }
        var since = surplusSince(backup, now).orElse(now);
        var due = since.plus(PATIENCE);
        if (now.isBefore(due)) {
            return new Keep(surplus, Optional.of(since), Optional.of(due));
        }
        surplus.add(backup);
        return new Keep(surplus, Optional.of(since), Optional.empty());
    }

    /** One that is past its time and still needed is looked at now and then: what takes its place does not wake it. */
    private static Optional<Instant> nextLook(MigrationBackup backup, RetentionTerms terms, Instant now) {
        return end(backup, terms).map(end -> now.isBefore(end) ? end : now.plus(PATIENCE));
    }

    /** As it is on record, unless the clock has gone back since. */
    private static Optional<Instant> surplusSince(MigrationBackup backup, Instant now) {
        return Optional.ofNullable(backup.getStatus())
                .map(MigrationBackupStatus::surplusSince)
                .map(Instant::parse)
                .filter(since -> !since.isAfter(now));
    }

    static List<MigrationBackup> beyondCount(List<MigrationBackup> family, RetentionTerms terms) {
        var good = good(family);
        var needed = indispensable(good);
        return terms.count()
                .map(count -> Stream.of(BackupScope.values())
                        .flatMap(scope -> good.stream()
                                .filter(backup -> scope(backup) == scope)
                                .skip(count))
                        .filter(backup -> !needed.contains(backup))
                        .toList())
                .orElse(List.of());
    }

    /** Those that are stored, could not be verified, and are followed by another one of that kind and position. */
    static List<MigrationBackup> failedAgain(List<MigrationBackup> family) {
        var positions = new HashSet<Position>();
        return staying(family)
                .filter(Retention::mayBeGood)
                .sorted(NEWEST_FIRST)
                .filter(backup -> !positions.add(Position.of(backup)))
                .toList();
    }

    /** Whether it is stored, and nothing was found that is bad in it: that one takes no other's place. */
    private static boolean mayBeGood(MigrationBackup backup) {
        var status = backup.getStatus();
        return status.state() == BackupState.Failed
                && status.digest() != null
                && status.verifiedBy() == null
                && (status.reason() == null || !BAD.contains(status.reason()));
    }

    /** Whether the time is over for which it is kept. */
    static boolean isOver(MigrationBackup backup, List<MigrationBackup> family, RetentionTerms terms, Instant now) {
        if (terms.orphaned()) {
            return true;
        }
        var good = good(family);
        var past = end(backup, terms).filter(end -> !now.isBefore(end)).isPresent();
        return past
                && (isGood(backup)
                        ? !indispensable(good).contains(backup)
                        : good.stream()
                                .filter(other -> scope(other) == BackupScope.Database
                                        || backup.getStatus().scope() != BackupScope.Database)
                                .anyMatch(other -> time(other).isAfter(time(backup))));
    }

    /** When its age ends; empty if it does not. */
    static Optional<Instant> end(MigrationBackup backup, RetentionTerms terms) {
        return isGood(backup)
                ? terms.age().map(age -> time(backup).plus(age))
                : Optional.of(time(backup).plus(FAILED_KEPT));
    }

    /** The good ones that stay, the newest first. */
    private static List<MigrationBackup> good(List<MigrationBackup> family) {
        return staying(family).filter(Retention::isGood).sorted(NEWEST_FIRST).toList();
    }

    /** Those that have come to their end and that nobody deletes. */
    private static Stream<MigrationBackup> staying(List<MigrationBackup> family) {
        return family.stream()
                .filter(backup ->
                        !Marks.isMarked(backup) && backup.getMetadata().getDeletionTimestamp() == null)
                .filter(backup ->
                        backup.getStatus() != null && backup.getStatus().concluded());
    }

    /** The best of each position. */
    private static List<MigrationBackup> indispensable(List<MigrationBackup> good) {
        Map<Position, MigrationBackup> best = new HashMap<>();
        Stream.concat(good.stream().filter(Retention::isVerified), good.stream())
                .forEach(backup -> best.putIfAbsent(Position.of(backup), backup));
        return List.copyOf(best.values());
    }

    /** What there is a way back to by a backup. */
    private record Position(List<String> revisions, BackupScope scope, List<String> rowsOf, int tables) {

        static Position of(MigrationBackup backup) {
            var status = backup.getStatus();
            return new Position(
                    Optional.ofNullable(status.revisions()).orElse(List.of("unknown")),
                    Retention.scope(backup),
                    Optional.ofNullable(status.rowsOf()).orElse(List.of()),
                    // Not all of many are named. That the whole has a table more makes it no other position.
                    Retention.scope(backup) == BackupScope.Database
                            ? 0
                            : Objects.requireNonNullElse(status.tables(), 0));
        }
    }

    private static BackupScope scope(MigrationBackup backup) {
        return Optional.ofNullable(backup.getStatus())
                .map(MigrationBackupStatus::scope)
                .orElse(BackupScope.Database);
    }

    static boolean isGood(MigrationBackup backup) {
        return backup.getStatus() != null && GOOD.contains(backup.getStatus().state());
    }

    private static boolean isVerified(MigrationBackup backup) {
        return backup.getStatus().state() == BackupState.Verified;
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
