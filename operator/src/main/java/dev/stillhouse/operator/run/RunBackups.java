package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.BackupGap;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.WrittenTable;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says in a run's status what became of the backup that it takes or verifies. It never looks better than it is. */
final class RunBackups {
    private RunBackups() {}

    static @Nullable RunBackup of(RunSnapshot world, RunDecision decision, RunPhase phase) {
        var run = world.run();
        var old = Optional.ofNullable(run.getStatus()).map(MigrationRunStatus::backup);
        var verified = BackupNames.verifiedBy(run);
        if (verified.isPresent()) {
            return found(verified.get(), decision).or(() -> old).orElse(null);
        }
        if (!BackupNames.mayBeTaken(run)) {
            return old.orElse(null);
        }
        var heard = decision instanceof RunDecision.Finish(var report)
                ? Optional.ofNullable(report.backup())
                : world.progress().map(Progress::backup);
        var needed = needed(run, decision, heard).or(() -> old.map(RunBackup::needed));
        var because = needed.filter(yes -> yes)
                .map(yes -> because(run, decision, old.map(RunBackup::because)))
                .orElse(null);
        // That of an earlier attempt says nothing of one that the run takes itself after all.
        var latest = heard.filter(word -> old.filter(known -> known.ofEarlierRun() == (word.reused() != null))
                .map(RunBackup::state)
                .filter(known -> isNoLater(word.state(), known))
                .isEmpty());
        if (latest.isPresent()) {
            return told(
                    Objects.requireNonNullElseGet(latest.get().reused(), () -> BackupNames.of(run)),
                    latest.get(),
                    ended(run, latest.get().state(), phase),
                    needed.orElse(true),
                    because,
                    plan(world, decision));
        }
        if (old.isPresent() && old.get().state() != null) {
            return kept(
                    old.get(),
                    ended(run, old.get().state(), phase),
                    needed.orElse(true),
                    because,
                    heard.map(RunReport.Backup::gap)
                            .map(RunBackups::gap)
                            .orElse(old.get().gap()));
        }
        return needed.map(known -> new RunBackup(
                        known, because, null, null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null))
                .orElse(null);
    }

    /** What a run found of the backup that it was to verify. While it is under way, and if it came to nothing, nothing. */
    private static Optional<RunBackup> found(String name, RunDecision decision) {
        return decision instanceof RunDecision.Finish(var report)
                ? Optional.ofNullable(report.backup())
                        .map(word -> told(name, word, word.state(), true, "It was asked for.", null))
                : Optional.empty();
    }

    /** An operator that follows a log anew hears old words again. */
    private static boolean isNoLater(BackupState heard, BackupState known) {
        return known == BackupState.Failed
                || known == BackupState.Verified
                || (known == BackupState.Stored && heard == BackupState.Running);
    }

    /** A run that is over, or lost, does nothing more for its backup: what is not done then is not done at all. */
    private static BackupState ended(MigrationRun run, BackupState state, RunPhase phase) {
        var over = phase.terminal() || phase == RunPhase.Unknown;
        var missing = state == BackupState.Running
                || state == BackupState.Pending
                || (state == BackupState.Stored
                        && run.getSpec().backupOrDefault().verifyOrDefault() == BackupVerification.Restore);
        return over && missing ? BackupState.Failed : state;
    }

    private static Optional<Boolean> needed(MigrationRun run, RunDecision decision, Optional<RunReport.Backup> heard) {
        if (heard.isPresent() || BackupNames.isAskedFor(run)) {
            return Optional.of(true);
        }
        return decision instanceof RunDecision.Finish(var report) && report.plan() != null
                ? Optional.of(report.reason() == Reason.BackupStorageMissing)
                : Optional.empty();
    }

    private static String because(MigrationRun run, RunDecision decision, Optional<String> known) {
        if (BackupNames.isAskedFor(run)) {
            return "It was asked for.";
        }
        if (run.getSpec().backupOrDefault().whenOrDefault() == BackupPolicy.Always) {
            return "spec.backup.when is Always.";
        }
        return decision instanceof RunDecision.Finish(var report) && report.plan() != null
                ? destructive(report.plan().destructive())
                : known.orElse("A step can lose data.");
    }

    private static String destructive(@Nullable List<RunReport.Finding> findings) {
        if (findings == null || findings.isEmpty()) {
            return "A step can lose data.";
        }
        var first = findings.getFirst();
        return "%s: %s%s"
                .formatted(
                        first.revision(),
                        first.message(),
                        findings.size() == 1 ? "" : " (and %d more)".formatted(findings.size() - 1));
    }

    private static RunBackup told(
            String name,
            RunReport.Backup word,
            BackupState state,
            boolean needed,
            @Nullable String because,
            @Nullable String plan) {
        return new RunBackup(
                needed,
                because,
                name,
                state,
                word.revisions(),
                word.snapshotTime(),
                word.digest(),
                word.sizeBytes(),
                word.scope(),
                word.rowsOf(),
                word.scopeReason(),
                word.tables(),
                word.rows(),
                word.millis(),
                word.gap() == null ? null : gap(word.gap()),
                word.notes(),
                word.reused() == null ? null : true,
                plan);
    }

    /** Known long before the run ends: of one that is lost this is all that was told of its plan. */
    private static @Nullable String plan(RunSnapshot world, RunDecision decision) {
        return decision instanceof RunDecision.Finish(var report) && report.plan() != null
                ? report.plan().digest()
                : world.progress().map(Progress::planDigest).orElse(null);
    }

    private static BackupGap gap(RunReport.Gap gap) {
        return new BackupGap(
                gap.millis(),
                gap.rows(),
                gap.tables().stream()
                        .map(table -> new WrittenTable(table.table(), table.rows()))
                        .toList(),
                gap.waitedMillis());
    }

    /** The gap is told when nothing else of the backup changes any more. */
    private static RunBackup kept(
            RunBackup old, BackupState state, boolean needed, @Nullable String because, @Nullable BackupGap gap) {
        return new RunBackup(
                needed,
                because,
                old.name(),
                state,
                old.revisions(),
                old.snapshotTime(),
                old.digest(),
                old.sizeBytes(),
                old.scope(),
                old.rowsOf(),
                old.scopeReason(),
                old.tables(),
                old.rows(),
                old.millis(),
                gap,
                old.notes(),
                old.reused(),
                old.plan());
    }
}
