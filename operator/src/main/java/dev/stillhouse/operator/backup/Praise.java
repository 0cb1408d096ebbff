package dev.stillhouse.operator.backup;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a good backup is worth, and what is to be known of it. */
final class Praise {
    private Praise() {}

    static String of(
            @Nullable BackupVerification verified,
            @Nullable BackupScope scope,
            @Nullable Integer tables,
            @Nullable Long rows,
            @Nullable String snapshotTime,
            @Nullable List<String> notes) {
        if (scope == BackupScope.Rows) {
            return "Its rows were saved right before they were changed, were shown to be the same when made of what was saved, and were read back: %s rows of %s tables%s. A restore with the mode Rows puts them back."
                    .formatted(
                            rows == null ? "all" : rows,
                            tables == null ? "all" : tables,
                            snapshotTime == null ? "" : ", as of " + snapshotTime);
        }
        var how = verified == BackupVerification.Restore
                ? "It was restored into a copy and compared: "
                : "Its files were read back as they were written; that they can be restored was not tried: ";
        return how
                + "%s%s tables, %s rows%s."
                        .formatted(
                                scope == BackupScope.Tables ? "the rows of some tables only, " : "",
                                tables == null ? "all" : tables,
                                rows == null ? "all" : rows,
                                snapshotTime == null ? "" : ", as of " + snapshotTime)
                + (notes == null ? "" : " " + String.join(" ", notes));
    }
}
