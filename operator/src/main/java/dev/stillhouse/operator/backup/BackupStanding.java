package dev.stillhouse.operator.backup;

import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/** Says a decision about a backup in the words of conditions. */
final class BackupStanding {
    private BackupStanding() {}

    /** Empty where nothing new is to be said. */
    static Optional<Standing> of(BackupSnapshot world, BackupDecision decision) {
        return switch (decision) {
            case BackupDecision.Follow(var state, var reason, var message) ->
                Optional.of(Standing.reconciling(reason, message));
            case BackupDecision.Conclude(var state, var reason, var message) ->
                Optional.of(
                        state == BackupState.Failed
                                ? Standing.stalled(reason, message)
                                : Standing.ready(reason, message));
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
            case BackupDecision.Release(var filesStay, var message) ->
                Optional.of(
                        filesStay
                                ? Standing.stalled(Reason.Deleting, message)
                                : Standing.idle(Reason.Deleting, message));
            case BackupDecision.Discard() -> Optional.empty();
            case BackupDecision.Keep keep -> Optional.empty();
        };
    }
}
