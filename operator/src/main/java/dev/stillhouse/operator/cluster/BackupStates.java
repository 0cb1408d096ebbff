package dev.stillhouse.operator.cluster;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import org.jspecify.annotations.Nullable;

/** What the state of a backup is worth. */
public final class BackupStates {
    private BackupStates() {}

    /** How a backup in this state was shown to be good; null if it was not, or not as was asked for. */
    public static @Nullable BackupVerification shownBy(BackupState state, BackupVerification asked) {
        return switch (state) {
            case Verified -> BackupVerification.Restore;
            case Stored -> asked == BackupVerification.Digest ? BackupVerification.Digest : null;
            case Pending, Running, Failed, Unknown, Deleting -> null;
        };
    }

    /** Whether a backup has the state that was asked for, so that it can be relied on. */
    public static boolean isGood(BackupState state, BackupVerification asked) {
        return shownBy(state, asked) != null;
    }
}
