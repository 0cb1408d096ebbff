package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRequestSpec;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.operator.cluster.RequestCommand;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RestoreMode;
import org.jspecify.annotations.Nullable;

/** How a person gets from a database that a run left half-way to what it was before: in words that can be pasted. */
final class WayBack {
    private WayBack() {}

    /**
     * One sentence or more, with a blank before them.
     *
     * @param backup name of the MigrationBackup
     * @param scope whose rows are in the backup; null where nobody said, and then it is the whole database
     */
    static String text(
            MigrationRun run,
            String backup,
            @Nullable String snapshotTime,
            @Nullable BackupScope scope,
            String database) {
        var mode = mode(scope);
        var restore = new MigrationRequestSpec(
                run.getSpec().migrationRef(),
                Operation.Restore,
                null,
                null,
                null,
                new RestoreSpec(backup, mode, database, null),
                null,
                null);
        var words = mode == RestoreMode.Rows
                ? " The rows that statements have changed are in the backup %s%s. To put them back into their tables, all else staying as it is: %s"
                : mode == RestoreMode.NewDatabase
                        ? " What the plan could lose is in the backup %s%s, which has not the rows of all tables. To have them in a new database beside this one, and copy them from there: %s"
                        : " The way back is the backup %s%s; what was written since then would be lost. To take it: %s";
        return words.formatted(
                backup,
                snapshotTime == null ? "" : " of " + snapshotTime,
                RequestCommand.of(run.getMetadata().getNamespace(), restore));
    }

    /** The one that works; null for the default. */
    private static @Nullable RestoreMode mode(@Nullable BackupScope scope) {
        return switch (scope) {
            case Rows -> RestoreMode.Rows;
            case Tables -> RestoreMode.NewDatabase;
            case Database -> null;
            case null -> null;
        };
    }
}
