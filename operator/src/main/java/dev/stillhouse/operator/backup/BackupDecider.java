package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.backup.BackupDecision.Conclude;
import dev.stillhouse.operator.backup.BackupDecision.Discard;
import dev.stillhouse.operator.backup.BackupDecision.Follow;
import dev.stillhouse.operator.backup.BackupDecision.Refuse;
import dev.stillhouse.operator.backup.BackupDecision.Unknown;
import dev.stillhouse.operator.cluster.BackupStates;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Sentence;
import dev.stillhouse.operator.cluster.VerificationRequest;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Decides what to do about a backup. Pure: the same snapshot and time give the same decision. */
final class BackupDecider {
    /** After these it is not known what a run has written. */
    private static final Set<Reason> UNKNOWN =
            EnumSet.of(Reason.OutcomeUnknown, Reason.Lost, Reason.Settled, Reason.Unknown);

    private static final Set<BackupState> SEEN =
            EnumSet.of(BackupState.Pending, BackupState.Running, BackupState.Failed);

    private static final String FILES_MAY_REMAIN = " Files may remain until they are deleted.";

    private BackupDecider() {}

    static BackupDecision decide(BackupSnapshot world, Instant now) {
        if (world.isToBeDeleted()) {
            return DeletionDecider.decide(world, now);
        }
        if (world.verification().isPresent()) {
            return Verifications.conclude(world.backup(), world.verification().get());
        }
        if (!world.isConcluded()) {
            return beforeConclusion(world);
        }
        if (Marks.isMisread(world.backup())) {
            return new Refuse(misread(world));
        }
        return world.state().filter(state -> state == BackupState.Unknown).isPresent()
                ? new Unknown(unknown(world))
                : Retention.keep(
                        world.backup(),
                        world.family(),
                        world.inUse(),
                        RetentionTerms.of(world.backup(), world.migration()),
                        now);
    }

    /** What its run says of it, which is all that is known; silence is never good. */
    static BackupDecision beforeConclusion(BackupSnapshot world) {
        if (world.run()
                .filter(run -> RunOutcomes.reason(run) == Reason.NotAdopted)
                .isPresent()) {
            // It lost its status, and so did this one: what was written before that may be good.
            return new Unknown(unknown(world));
        }
        return world.run()
                .map(run -> Verifications.told(run)
                        .filter(told -> !told.ofEarlierRun())
                        .flatMap(told -> Optional.ofNullable(told.state()).map(state -> told(world, run, told, state)))
                        .orElseGet(() -> untold(run)))
                .orElseGet(() -> wasSeen(world)
                        ? failed(
                                Reason.OutcomeUnknown,
                                "Its run %s is gone, and did not say that the backup is complete."
                                        .formatted(world.runName()))
                        : new Unknown(unknown(world)));
    }

    /** Whether this very resource once stood beside its run: one that was brought back without its status did not. */
    private static boolean wasSeen(BackupSnapshot world) {
        return world.state().filter(SEEN::contains).isPresent();
    }

    private static String unknown(BackupSnapshot world) {
        return "Nothing says what its files are: this resource has not seen the run that took it, as after a restore of the cluster, or its files were not found. It is kept until somebody has it verified: "
                + VerificationRequest.command(world.backup())
                + (Marks.isMisread(world.backup()) ? " " + misread(world) : "");
    }

    private static String misread(BackupSnapshot world) {
        return "Its files stay, as the annotation %s is not the uid of this resource. If they are to be deleted: %s"
                .formatted(Labels.DELETE_FILES, Marks.command(world.backup()));
    }

    private static BackupDecision untold(MigrationRun run) {
        var name = run.getMetadata().getName();
        var instead = Verifications.told(run).filter(RunBackup::ofEarlierRun).map(RunBackup::name);
        if (!isOver(run)) {
            return new Follow(
                    BackupState.Pending,
                    Reason.Starting,
                    instead.map(other -> "Run %s uses the backup %s of an earlier attempt; nothing is written here."
                                    .formatted(name, other))
                            .orElseGet(() -> "Run %s may need it; nothing is written yet.".formatted(name)));
        }
        if (instead.isPresent()) {
            return new Discard();
        }
        return isUnheard(run)
                ? failed(
                        Reason.OutcomeUnknown,
                        "Run %s ended without a word about the backup: %s"
                                .formatted(name, Sentence.of(RunOutcomes.message(run))))
                : new Discard();
    }

    private static BackupDecision told(BackupSnapshot world, MigrationRun run, RunBackup told, BackupState state) {
        var verify = world.backup().getSpec().verify();
        if (BackupStates.isGood(state, verify)) {
            return new Conclude(
                    state,
                    Reason.BackedUp,
                    Praise.of(verify, told.scope(), told.tables(), told.rows(), told.snapshotTime(), told.notes()));
        }
        if (state == BackupState.Unknown) {
            // A newer operator's word, which is no reason to give up files that may be good.
            return new Follow(
                    state,
                    Reason.Unknown,
                    "Run %s tells a state that this version of the operator does not know. Upgrade the operator."
                            .formatted(run.getMetadata().getName()));
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
        return isOver(run) && RunOutcomes.result(run).isPresent() && !isUnheard(run);
    }

    private static boolean isUnheard(MigrationRun run) {
        return RunOutcomes.loss(run).isPresent() || UNKNOWN.contains(RunOutcomes.reason(run));
    }

    private static Conclude failed(Reason reason, String message) {
        return new Conclude(BackupState.Failed, reason, message + FILES_MAY_REMAIN);
    }

    static boolean isOver(MigrationRun run) {
        return RunOutcomes.isOver(run) || RunOutcomes.phase(run) == RunPhase.Unknown;
    }
}
