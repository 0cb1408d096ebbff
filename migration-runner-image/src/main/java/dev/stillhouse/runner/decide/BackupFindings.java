package dev.stillhouse.runner.decide;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/** What the reading of a stored backup shows of it. Pure. */
public final class BackupFindings {
    private BackupFindings() {}

    /**
     * Of one whose files are what its manifest says.
     *
     * @param before what had been shown when it was taken, before its manifest was written
     */
    public static BackupState good(BackupVerification now, BackupVerification before) {
        return now == BackupVerification.Restore || before == BackupVerification.Restore
                ? BackupState.Verified
                : BackupState.Stored;
    }

    /** Of one whose manifest was not got; empty where nothing is shown, as if the place could not be reached. */
    public static Optional<BackupState> withoutManifest(Reason reason) {
        return switch (reason) {
            case BackupCorrupt -> Optional.of(BackupState.Failed);
            // The place may be an empty one so far: a volume whose contents are still to be brought back.
            case BackupNotFound -> Optional.of(BackupState.Unknown);
            default -> Optional.empty();
        };
    }

    /**
     * Of one whose files were not read, or not restored, to the end; empty where its files were not shown to be wrong.
     * Files that were equal once, when restored, still are: what differs then is the PostgreSQL that they are restored
     * into.
     */
    public static Optional<BackupState> wrong(Reason reason, BackupVerification before) {
        return reason == Reason.BackupCorrupt
                        || (reason == Reason.BackupNotEqual && before == BackupVerification.Digest)
                ? Optional.of(BackupState.Failed)
                : Optional.empty();
    }
}
