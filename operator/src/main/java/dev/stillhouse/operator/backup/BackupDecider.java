package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.backup.BackupDecision.Conclude;
import dev.stillhouse.operator.backup.BackupDecision.Discard;
import dev.stillhouse.operator.backup.BackupDecision.Follow;
import dev.stillhouse.operator.backup.BackupDecision.Keep;
import dev.stillhouse.operator.cluster.BackupStates;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Decides what to do about a backup. Pure: the same snapshot and time give the same decision. */
final class BackupDecider {
    /** After these it is not known what a run has written. */
    private static final Set<Reason> UNKNOWN = EnumSet.of(Reason.OutcomeUnknown, Reason.Lost, Reason.Settled);

    private static final String FILES_MAY_REMAIN = " Files may remain until this resource is deleted.";

    private BackupDecider() {}

    static BackupDecision decide(BackupSnapshot world, Instant now) {
        if (world.isBeingDeleted()) {
            return DeletionDecider.decide(world, now);
        }
        if (!world.isConcluded()) {
            return beforeConclusion(world);
        }
        var terms = RetentionTerms.of(world.backup(), world.migration());
        return new Keep(
                Retention.surplus(world.family(), terms, now),
                Retention.end(world.backup(), terms).filter(now::isBefore));
    }

    /** What its run says of it, which is all that is known; silence is never good. */
    static BackupDecision beforeConclusion(BackupSnapshot world) {
        return world.run()
                .map(run -> Optional.ofNullable(run.getStatus())
                        .map(MigrationRunStatus::backup)
                        .flatMap(told -> Optional.ofNullable(told.state()).map(state -> told(world, run, told, state)))
                        .orElseGet(() -> untold(run)))
                .orElseGet(() -> failed(
                        Reason.OutcomeUnknown,
                        "Its run %s is gone, and did not say that the backup is complete.".formatted(world.runName())));
    }

    private static BackupDecision untold(MigrationRun run) {
        var name = run.getMetadata().getName();
        if (!isOver(run)) {
            return new Follow(
                    BackupState.Pending,
                    Reason.Starting,
                    "Run %s may need it; nothing is written yet.".formatted(name));
        }
        return UNKNOWN.contains(RunOutcomes.reason(run))
                ? failed(
                        Reason.OutcomeUnknown,
                        "Run %s ended without a word about the backup: %s"
                                .formatted(name, Sentence.of(RunOutcomes.message(run))))
                : new Discard();
    }

    private static BackupDecision told(BackupSnapshot world, MigrationRun run, RunBackup told, BackupState state) {
        var verify = world.backup().getSpec().verify();
        if (BackupStates.isGood(state, verify)) {
            return new Conclude(state, Reason.BackedUp, praise(told, verify));
        }
        if (isOver(run)) {
            var what =
                    told.digest() == null ? "It is not complete: " : "Its files are stored, but it was not verified: ";
            return failed(
                    RunOutcomes.phase(run) == RunPhase.Failed ? RunOutcomes.reason(run) : Reason.OutcomeUnknown,
                    what + Sentence.of(RunOutcomes.message(run)));
        }
        var name = run.getMetadata().getName();
        return switch (state) {
            case Failed ->
                new Follow(
                        BackupState.Failed, Reason.Running, "It failed; run %s is about to say why.".formatted(name));
            case Stored ->
                new Follow(
                        BackupState.Running,
                        Reason.Running,
                        "Run %s has stored it and restores it to verify it.".formatted(name));
            default -> new Follow(BackupState.Running, Reason.Running, "Run %s is taking it.".formatted(name));
        };
    }

    /** Whether the runner itself has told how the run ended: then it has ended, whatever else its pod still does. */
    static boolean hasReported(MigrationRun run) {
        return isOver(run) && RunOutcomes.result(run).isPresent() && !UNKNOWN.contains(RunOutcomes.reason(run));
    }

    private static Conclude failed(Reason reason, String message) {
        return new Conclude(BackupState.Failed, reason, message + FILES_MAY_REMAIN);
    }

    static boolean isOver(MigrationRun run) {
        var phase = RunOutcomes.phase(run);
        return phase.terminal() || phase == RunPhase.Unknown;
    }

    private static String praise(RunBackup told, BackupVerification verify) {
        var how = verify == BackupVerification.Restore
                ? "It was restored into a private PostgreSQL and compared: "
                : "Its files were read back as they were written; that they can be restored was not tried: ";
        return how
                + "%s tables, %s rows%s."
                        .formatted(
                                told.tables() == null ? "all" : told.tables(),
                                told.rows() == null ? "all" : told.rows(),
                                told.snapshotTime() == null ? "" : ", as of " + told.snapshotTime());
    }
}
