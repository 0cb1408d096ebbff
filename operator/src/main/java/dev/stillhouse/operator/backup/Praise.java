package dev.stillhouse.operator.backup;

import dev.stillhouse.report.BackupVerification;
import org.jspecify.annotations.Nullable;

/** What a good backup is worth, in a sentence. */
final class Praise {
    private Praise() {}

    static String of(
            @Nullable BackupVerification verified,
            @Nullable Integer tables,
            @Nullable Long rows,
            @Nullable String snapshotTime) {
        var how = verified == BackupVerification.Restore
                ? "It was restored into a private PostgreSQL and compared: "
                : "Its files were read back as they were written; that they can be restored was not tried: ";
        return how
                + "%s tables, %s rows%s."
                        .formatted(
                                tables == null ? "all" : tables,
                                rows == null ? "all" : rows,
                                snapshotTime == null ? "" : ", as of " + snapshotTime);
    }
}
