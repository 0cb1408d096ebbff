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
        for (var run : history.runs().reversed()) {
            if (leavesAlone(run)) {
                continue;
            }
            if (!isAttemptAtSame(made, run)) {
                return Optional.empty();
            }
            var offer = offer(run);
            if (offer.isPresent()) {
                return offer;
            }
        }
        return Optional.empty();
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
            case LOOK, ASIDE, SETTLEMENT -> true;
            case MIGRATION, MOVE -> Ending.of(run) == Ending.VOID || Ending.of(run) == Ending.WAITS;
        };
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
