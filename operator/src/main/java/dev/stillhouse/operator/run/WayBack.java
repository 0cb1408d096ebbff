package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRequestSpec;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.RequestCommand;
import dev.stillhouse.report.Operation;
import org.jspecify.annotations.Nullable;

/** How a person gets from a database that a run left half-way to what it was before: in words that can be pasted. */
final class WayBack {
    private WayBack() {}

    static String text(MigrationRun run, @Nullable String snapshotTime, String database) {
        var backup = BackupNames.of(run);
        var restore = new MigrationRequestSpec(
                run.getSpec().migrationRef(),
                Operation.Restore,
                null,
                null,
                null,
                new RestoreSpec(backup, null, database, null),
                null,
                null);
        return " The way back is the backup %s%s; what was written since then would be lost. To take it: %s"
                .formatted(
                        backup,
                        snapshotTime == null ? "" : " of " + snapshotTime,
                        RequestCommand.of(run.getMetadata().getNamespace(), restore));
    }
}
