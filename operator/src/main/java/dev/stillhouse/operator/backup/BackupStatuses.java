package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus.Deletion;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus.VerifyingRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.BackupStates;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Revisions;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the status of a backup anew from what is known; what its run said is kept when the run is gone. */
final class BackupStatuses {
    private static final MigrationBackupStatus NOTHING = new MigrationBackupStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null);

    private static final Set<BackupState> BEGUN =
            EnumSet.complementOf(EnumSet.of(BackupState.Pending, BackupState.Unknown));

    private BackupStatuses() {}

    static MigrationBackupStatus of(BackupSnapshot world, BackupDecision decision, Instant now) {
        var meta = world.backup().getMetadata();
        var old = world.status().orElse(NOTHING);
        var standing = BackupStanding.of(world, decision);
        var state = state(decision, old);
        var told = told(world, decision);
        var revisions = latest(told, RunBackup::revisions, old.revisions());
        var size = latest(told, RunBackup::sizeBytes, old.sizeBytes());
        return new MigrationBackupStatus(
                meta.getGeneration(),
                standing.map(said -> Conditions.of(said, meta.getGeneration(), old.conditions(), now))
                        .orElse(old.conditions()),
                state,
                standing.map(Standing::reason).orElse(old.reason()),
                standing.map(Standing::message).orElse(old.message()),
                database(world, old),
                Revisions.text(revisions),
                revisions,
                latest(told, RunBackup::snapshotTime, old.snapshotTime()),
                size == null ? null : Sizes.text(size),
                size,
                latest(told, RunBackup::digest, old.digest()),
                latest(told, RunBackup::scope, old.scope()),
                latest(told, RunBackup::rowsOf, old.rowsOf()),
                latest(told, RunBackup::tables, old.tables()),
                latest(told, RunBackup::rows, old.rows()),
                verified(world, decision, state, old),
                latest(told, RunBackup::millis, old.millis()),
                old.startTime() == null && BEGUN.contains(state) ? Conditions.timestamp(now) : old.startTime(),
                completionTime(decision, old, now),
                keptUntil(world, old),
                deletion(world, decision, old, now),
                verifiedTime(decision, old, now),
                verifiedBy(decision, old),
                surplusSince(decision, old),
                latest(told, RunBackup::notes, old.notes()));
    }

    /** What a run says of it: the one that verified it last, or the one that takes it, until that has come to its end. */
    private static Optional<RunBackup> told(BackupSnapshot world, BackupDecision decision) {
        if (decision instanceof BackupDecision.Found found) {
            return Verifications.told(found.by());
        }
        return world.isConcluded()
                ? Optional.empty()
                : world.run().flatMap(Verifications::told).filter(told -> !told.ofEarlierRun());
    }

    private static @Nullable BackupVerification verified(
            BackupSnapshot world, BackupDecision decision, BackupState state, MigrationBackupStatus old) {
        return switch (decision) {
            case BackupDecision.Conclude conclude ->
                BackupStates.shownBy(state, world.backup().getSpec().verify());
            case BackupDecision.Found found -> BackupStates.shownBy(state, BackupVerification.Digest);
            default -> old.verified();
        };
    }

    private static @Nullable String completionTime(BackupDecision decision, MigrationBackupStatus old, Instant now) {
        return switch (decision) {
            case BackupDecision.Conclude conclude -> Conditions.timestamp(now);
            case BackupDecision.Found(var state, var reason, var message, var by)
            when old.completionTime() == null -> by.getStatus().completionTime();
            default -> old.completionTime();
        };
    }

    private static @Nullable String verifiedTime(BackupDecision decision, MigrationBackupStatus old, Instant now) {
        return switch (decision) {
            case BackupDecision.Conclude(var state, var reason, var message)
            when state != BackupState.Failed -> Conditions.timestamp(now);
            case BackupDecision.Found found -> found.by().getStatus().completionTime();
            default -> old.verifiedTime();
        };
    }

    private static @Nullable VerifyingRun verifiedBy(BackupDecision decision, MigrationBackupStatus old) {
        return decision instanceof BackupDecision.Found found
                ? new VerifyingRun(
                        found.by().getMetadata().getName(),
                        found.by().getMetadata().getCreationTimestamp())
                : old.verifiedBy();
    }

    private static @Nullable String surplusSince(BackupDecision decision, MigrationBackupStatus old) {
        return decision instanceof BackupDecision.Keep keep
                ? keep.surplusSince().map(Conditions::timestamp).orElse(null)
                : old.surplusSince();
    }

    /** The same status and the same truths: nothing new is known but that the operator is hindered. */
    static MigrationBackupStatus hindered(MigrationBackup backup, Standing standing, Instant now) {
        var old = Optional.ofNullable(backup.getStatus()).orElse(NOTHING);
        return new MigrationBackupStatus(
                old.observedGeneration(),
                Conditions.hindered(standing, backup.getMetadata().getGeneration(), old.conditions(), now),
                old.state(),
                old.reason(),
                old.concluded() ? old.message() : standing.message(),
                old.database(),
                old.revision(),
                old.revisions(),
                old.snapshotTime(),
                old.size(),
                old.sizeBytes(),
                old.digest(),
                old.scope(),
                old.rowsOf(),
                old.tables(),
                old.rows(),
                old.verified(),
                old.millis(),
                old.startTime(),
                old.completionTime(),
                old.keptUntil(),
                old.deletion(),
                old.verifiedTime(),
                old.verifiedBy(),
                old.surplusSince(),
                old.notes());
    }

    private static BackupState state(BackupDecision decision, MigrationBackupStatus old) {
        return switch (decision) {
            case BackupDecision.Follow(var state, var reason, var message) -> state;
            case BackupDecision.Conclude(var state, var reason, var message) -> state;
            case BackupDecision.Found(var state, var reason, var message, var by) -> state;
            case BackupDecision.Unknown unknown -> BackupState.Unknown;
            case BackupDecision.Discard() -> stateOf(old);
            case BackupDecision.Keep keep -> stateOf(old);
            case BackupDecision.Defer defer -> stateOf(old);
            case BackupDecision.Refuse refuse -> stateOf(old);
            case BackupDecision.DeleteFiles delete -> BackupState.Deleting;
            case BackupDecision.AwaitDeletion await -> BackupState.Deleting;
            case BackupDecision.RetryDeletion retry -> BackupState.Deleting;
            case BackupDecision.Release release -> BackupState.Deleting;
        };
    }

    private static BackupState stateOf(MigrationBackupStatus old) {
        return old.state() == null ? BackupState.Unknown : old.state();
    }

    private static <T> @Nullable T latest(
            Optional<RunBackup> told, Function<RunBackup, @Nullable T> field, @Nullable T old) {
        return told.map(field::apply).orElse(old);
    }

    /** A run says which database it reached when it ends; the backup may have been complete long before. */
    private static @Nullable DatabaseIdentity database(BackupSnapshot world, MigrationBackupStatus old) {
        return old.database() != null
                ? old.database()
                : world.verification()
                        .or(world::run)
                        .flatMap(RunOutcomes::result)
                        .map(RunResult::database)
                        .orElse(null);
    }

    private static @Nullable String keptUntil(BackupSnapshot world, MigrationBackupStatus old) {
        return world.isConcluded() && Retention.isGood(world.backup())
                ? Retention.end(world.backup(), RetentionTerms.of(world.backup(), world.migration()))
                        .map(Conditions::timestamp)
                        .orElse(null)
                : old.keptUntil();
    }

    private static @Nullable Deletion deletion(
            BackupSnapshot world, BackupDecision decision, MigrationBackupStatus old, Instant now) {
        var known = old.deletion();
        return switch (decision) {
            case BackupDecision.DeleteFiles(var attempt) ->
                new Deletion(attempt, DeletionJobs.name(world.backup(), attempt), null);
            case BackupDecision.RetryDeletion retry
            when known != null && known.failureTime() == null ->
                new Deletion(known.attempt(), known.job(), Conditions.timestamp(now));
            default -> known;
        };
    }
}
