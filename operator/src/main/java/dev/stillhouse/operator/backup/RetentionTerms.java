package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.BackupSpec.DeletionPolicy;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.report.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * For how long backups are kept.
 *
 * @param count how many good ones to keep; empty where their number does not matter
 * @param age how long to keep each; empty where its age does not matter
 * @param orphaned whether it was to go with its DatabaseMigration, and that is gone
 */
record RetentionTerms(Optional<Integer> count, Optional<Duration> age, boolean orphaned) {
    /** Those of the DatabaseMigration; once that is gone, only the age that was set when the backup was taken. */
    static RetentionTerms of(MigrationBackup backup, Optional<DatabaseMigration> migration) {
        return migration
                .map(DatabaseMigration::getSpec)
                .map(spec -> spec.backupOrDefault())
                .map(RetentionTerms::of)
                .orElseGet(() -> new RetentionTerms(
                        Optional.empty(),
                        Optional.ofNullable(backup.getSpec().age()).map(Durations::parse),
                        backup.getSpec().deletionPolicy() == DeletionPolicy.Delete));
    }

    private static RetentionTerms of(BackupSpec spec) {
        return new RetentionTerms(Optional.of(spec.retentionOrDefault().countOrDefault()), spec.ageOrNone(), false);
    }
}
