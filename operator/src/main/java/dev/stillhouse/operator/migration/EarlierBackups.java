package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.EarlierBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.BackupStates;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The backup of an earlier attempt that a new run may use in place of another one. Whether it still fits the runner finds out:
 * here it is only said which one that could be, by what the runs have told.
 */
final class EarlierBackups {
    private EarlierBackups() {}

    /** @param made the run without it */
    static Optional<EarlierBackup> of(History history, MigrationRunSpec made) {
        if (!mayUse(made)) {
            return Optional.empty();
        }
        var seen = new ArrayList<List<String>>();
        for (var run : history.runs().reversed()) {
            if (!leavesAlone(run)) {
                if (!isAttemptAtSame(made, run) || isLeftInDoubt(run, seen)) {
                    return Optional.empty();
                }
                var offer = offer(run);
                if (offer.isPresent()) {
                    return offer.filter(found -> isWhereItWas(run, seen)
                            && !history.memory().hasMovedAfter(run.getSpec().number(), history.runs()));
                }
            }
            rowsSeen(made, run).ifPresent(seen::add);
        }
        return Optional.empty();
    }

    /** What a run has told of where the database is; what of a backup knows of several version tables is not that. */
    private static Optional<List<String>> rowsSeen(MigrationRunSpec made, MigrationRun run) {
        return Kind.of(run) == Kind.ASIDE || !run.getSpec().database().isSameAs(made.database())
                ? Optional.empty()
                : RunOutcomes.rows(run);
    }

    /** Of a run that was lost a later reading says what became of it, and of one that left other rows than it should none does. */
    private static boolean isLeftInDoubt(MigrationRun run, List<List<String>> seen) {
        return Ending.of(run) == Ending.IN_DOUBT
                && (seen.isEmpty() || RunOutcomes.reason(run) == Reason.VerificationFailed);
    }

    /** Whether all who have looked since found the rows of the backup: what went elsewhere and came back has other data. */
    private static boolean isWhereItWas(MigrationRun run, List<List<String>> seen) {
        return RunOutcomes.rows(run)
                .or(() -> Optional.ofNullable(run.getStatus())
                        .map(MigrationRunStatus::backup)
                        .map(RunBackup::revisions))
                .filter(then -> seen.stream().allMatch(then::equals))
                .isPresent();
    }

    private static boolean mayUse(MigrationRunSpec made) {
        return switch (made.operation()) {
            case Migrate, Upgrade, Downgrade ->
                made.backupOrDefault().storage() != null
                        && made.backupOrDefault().whenOrDefault() != BackupPolicy.Never
                        && !made.backupOrDefault().reuseWithinOrDefault().isZero();
            case Observe, Backup, Restore, Stamp, Verify, Unknown -> false;
        };
    }

    /** It says nothing of where the database is, or did nothing to it. */
    private static boolean leavesAlone(MigrationRun run) {
        return switch (Kind.of(run)) {
            case LOOK, SETTLEMENT -> true;
            // Saved rows that were put back are in no earlier backup.
            case ASIDE -> !isOfRows(run.getSpec());
            case MIGRATION, MOVE -> Ending.of(run) == Ending.VOID || Ending.of(run) == Ending.WAITS;
        };
    }

    private static boolean isOfRows(MigrationRunSpec spec) {
        return spec.restore() != null && spec.restore().modeOrDefault() == RestoreMode.Rows;
    }

    /**
     * What came to its end, or part of the way, has left the database elsewhere; so may a Stamp or a Restore, whatever is said of
     * it. The version rows may be the same again after another run, and the data is not.
     */
    private static boolean isAttemptAtSame(MigrationRunSpec made, MigrationRun run) {
        var spec = run.getSpec();
        var migrates = spec.operation() == Operation.Migrate
                || spec.operation() == Operation.Upgrade
                || spec.operation() == Operation.Downgrade;
        return migrates
                && RunOutcomes.phase(run) == RunPhase.Failed
                && Ending.of(run) != Ending.MOVED
                && spec.database().isSameAs(made.database());
    }

    private static Optional<EarlierBackup> offer(MigrationRun run) {
        return Optional.ofNullable(run.getStatus())
                .map(MigrationRunStatus::backup)
                .filter(backup -> isGood(run, backup))
                .flatMap(backup -> backup.name() == null
                                || backup.digest() == null
                                || backup.plan() == null
                                || backup.snapshotTime() == null
                        ? Optional.empty()
                        : Optional.of(new EarlierBackup(
                                backup.name(),
                                backup.digest(),
                                backup.plan(),
                                backup.snapshotTime(),
                                backup.millis() == null ? 0 : backup.millis())));
    }

    private static boolean isGood(MigrationRun run, RunBackup backup) {
        return BackupNames.mayBeTaken(run)
                && backup.state() != null
                && BackupStates.isGood(
                        backup.state(), run.getSpec().backupOrDefault().verifyOrDefault());
    }
}
