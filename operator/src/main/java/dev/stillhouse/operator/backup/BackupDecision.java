package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
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

    /** Its run did not need it, so that nothing was written: delete the resource. */
    record Discard() implements BackupDecision {}

    /** Keep it. Those of its family that are not to be kept any more are deleted; look again at a time. */
    record Keep(List<MigrationBackup> surplus, Optional<Instant> next) implements BackupDecision {}

    /** It is to be deleted, but something still needs its files. */
    record Defer(String message) implements BackupDecision {}

    /** Create the Job that deletes its files. */
    record DeleteFiles(int attempt) implements BackupDecision {}

    /** The Job is there; {@code reason} says whether it has trouble. */
    record AwaitDeletion(Reason reason, String message) implements BackupDecision {}

    /** The Job failed; the next one is due at a time. */
    record RetryDeletion(Reason reason, String message, Instant due) implements BackupDecision {}

    /** Let the resource go. {@code filesStay} says that files may remain that nothing knows of any more. */
    record Release(boolean filesStay, String message) implements BackupDecision {}
}
