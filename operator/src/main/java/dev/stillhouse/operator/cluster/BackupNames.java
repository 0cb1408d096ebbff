package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.EarlierBackup;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.api.v1alpha1.VerifySpec;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.Operation;
import java.util.Optional;
import java.util.stream.Stream;

/** The backup of a run, known before the run has begun. */
public final class BackupNames {
    private BackupNames() {}

    /**
     * The name of the MigrationBackup of a run. The run's uid is in it: the runs of a DatabaseMigration that was deleted
     * and created anew have the same names as earlier ones, whose backups may still be there.
     */
    public static String of(MigrationRun run) {
        var meta = run.getMetadata();
        return meta.getName() + "-" + Digests.brief(String.valueOf(meta.getUid()));
    }

    /** The folder, or part of the keys, that holds the files of the backup of a run. */
    public static String location(MigrationRun run) {
        return run.getMetadata().getNamespace() + "/" + of(run);
    }

    /** Whether a run may take a backup, if it finds a place for it. */
    public static boolean mayBeTaken(MigrationRun run) {
        return switch (run.getSpec().operation()) {
            case Backup -> true;
            case Migrate, Upgrade, Downgrade -> run.getSpec().backupOrDefault().whenOrDefault() != BackupPolicy.Never;
            case Observe, Restore, Stamp, Verify, Unknown -> false;
        };
    }

    /** The name of the MigrationBackup that a run reads: that it brings back, or verifies. */
    public static Optional<String> readBy(MigrationRun run) {
        var spec = run.getSpec();
        return Optional.ofNullable(spec.restore()).map(RestoreSpec::backup).or(() -> verifiedBy(run));
    }

    /** The name of the MigrationBackup of an earlier attempt that a run may use. */
    public static Optional<String> offeredTo(MigrationRun run) {
        return Optional.ofNullable(run.getSpec().earlierBackup()).map(EarlierBackup::name);
    }

    /** The MigrationBackups of other runs whose files a run may need, by name. */
    public static Stream<String> neededBy(MigrationRun run) {
        return Stream.concat(readBy(run).stream(), offeredTo(run).stream());
    }

    /** The name of the MigrationBackup that a run verifies. */
    public static Optional<String> verifiedBy(MigrationRun run) {
        return Optional.ofNullable(run.getSpec().verify()).map(VerifySpec::backup);
    }

    /** Whether the one purpose of a run is a backup. */
    public static boolean isAskedFor(MigrationRun run) {
        return run.getSpec().operation() == Operation.Backup;
    }
}
