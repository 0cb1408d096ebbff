package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What to do next about a backup. */
sealed interface BackupDecision {
    /** Its run is under way: say what the run says. */
    record Follow(BackupState state, Reason reason, String message) implements BackupDecision {}

    /** It has come to what it will be: good, or failed. */
    record Conclude(BackupState state, Reason reason, String message) implements BackupDecision {}

    /** A run with the operation Verify has read it: take over what that found. */
    record Found(BackupState state, Reason reason, String message, MigrationRun by) implements BackupDecision {}

    /** Nothing says what its files are: keep it, and say how to find out. */
    record Unknown(String message) implements BackupDecision {}

    /** Its run did not need it, so that nothing was written: delete the resource. */
    record Discard() implements BackupDecision {}

    /**
     * Keep it. Those that are not to be kept any more are marked, which may be itself; look again at a time.
     *
     * @param surplusSince since when it has been seen to be past what it is kept for
     */
    record Keep(List<MigrationBackup> surplus, Optional<Instant> surplusSince, Optional<Instant> next)
            implements BackupDecision {}

    /** Its files are to be deleted, but something still needs them. */
    record Defer(String message) implements BackupDecision {}

    /** Its files are to be deleted, and may not be. */
    record Refuse(String message) implements BackupDecision {}

    /** Create the Job that deletes its files. */
    record DeleteFiles(int attempt) implements BackupDecision {}

    /** The Job is there; {@code reason} says whether it has trouble. */
    record AwaitDeletion(Reason reason, String message) implements BackupDecision {}

    /** The Job failed; the next one is due at a time. */
    record RetryDeletion(Reason reason, String message, Instant due) implements BackupDecision {}

    /** It has no files any more: delete the resource. */
    record Release(String message) implements BackupDecision {}
}
