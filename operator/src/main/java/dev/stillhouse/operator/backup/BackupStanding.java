package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Says a decision about a backup in the words of conditions. */
final class BackupStanding {
    private static final Set<Reason> OF_DELETION = EnumSet.of(Reason.Deleting, Reason.FilesKept);

    private BackupStanding() {}

    /** Empty where nothing new is to be said. */
    static Optional<Standing> of(BackupSnapshot world, BackupDecision decision) {
        return switch (decision) {
            case BackupDecision.Follow(var state, var reason, var message) ->
                Optional.of(Standing.reconciling(reason, message));
            case BackupDecision.Conclude(var state, var reason, var message) ->
                Optional.of(concluded(state, reason, message));
            case BackupDecision.Found(var state, var reason, var message, var by) ->
                Optional.of(concluded(state, reason, message));
            case BackupDecision.Unknown(var message) -> Optional.of(Standing.idle(Reason.BackupUnknown, message));
            case BackupDecision.Refuse(var message) -> Optional.of(Standing.stalled(Reason.FilesKept, message));
            case BackupDecision.Defer(var message) -> Optional.of(Standing.reconciling(Reason.Deleting, message));
            case BackupDecision.DeleteFiles(var attempt) ->
                Optional.of(Standing.reconciling(
                        Reason.Deleting,
                        "Job %s deletes its files.".formatted(DeletionJobs.name(world.backup(), attempt))));
            case BackupDecision.AwaitDeletion(var reason, var message) ->
                Optional.of(Standing.reconciling(reason, message));
            case BackupDecision.RetryDeletion(var reason, var message, var due) ->
                Optional.of(Standing.reconciling(
                        reason, "%s Next attempt at %s.".formatted(message, Conditions.timestamp(due))));
            case BackupDecision.Release(var message) -> Optional.of(Standing.idle(Reason.Deleting, message));
            case BackupDecision.Discard() -> Optional.empty();
            case BackupDecision.Keep keep -> world.status().map(BackupStanding::kept);
        };
    }

    private static Standing concluded(BackupState state, Reason reason, String message) {
        return switch (state) {
            case Stored, Verified -> Standing.ready(reason, message);
            case Unknown -> Standing.idle(reason, message);
            case Pending, Running, Failed, Deleting -> Standing.stalled(reason, message);
        };
    }

    /** As it was concluded, whatever has been said since of a deletion that was taken back. */
    private static Standing kept(MigrationBackupStatus status) {
        var untouched = Optional.ofNullable(status.reason()).filter(reason -> !OF_DELETION.contains(reason));
        var message = String.valueOf(status.message());
        return status.state() == BackupState.Failed
                ? untouched
                        .map(reason -> Standing.stalled(reason, message))
                        .orElseGet(() -> Standing.stalled(
                                Reason.OutcomeUnknown, "It is not complete, or not what it should be."))
                : untouched
                        .map(reason -> Standing.ready(reason, message))
                        .orElseGet(() -> Standing.ready(
                                Reason.BackedUp,
                                Praise.of(
                                        status.verified(),
                                        status.scope(),
                                        status.tables(),
                                        status.rows(),
                                        status.snapshotTime(),
                                        status.notes())));
    }
}
