package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.BackupSpec.DeletionPolicy;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupSpec;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.api.v1alpha1.RunRef;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes the MigrationBackup of a run that may take a backup: what is on record before the first file is written. Nothing
 * owns it, and nothing keeps it from going: its files outlive it.
 */
final class BackupFactory {
    private BackupFactory() {}

    /** Empty where the run takes none, or has no place for one: it is then refused if it needs one. */
    static Optional<MigrationBackup> create(MigrationRun run) {
        var storage = run.getSpec().backupOrDefault().storage();
        if (storage == null || !BackupNames.mayBeTaken(run)) {
            return Optional.empty();
        }
        var spec = run.getSpec();
        var wanted = spec.backupOrDefault();
        var backup = new MigrationBackup();
        backup.setMetadata(new ObjectMetaBuilder()
                .withName(BackupNames.of(run))
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Map.of(
                        Labels.MANAGED_BY,
                        Labels.STILLHOUSE,
                        Labels.MIGRATION,
                        Labels.labelValue(spec.migrationRef().name())))
                .build());
        backup.setSpec(new MigrationBackupSpec(
                spec.migrationRef(),
                RunRef.to(run),
                storage,
                BackupNames.location(run),
                wanted.verifyOrDefault(),
                wanted.retentionOrDefault().age(),
                Optional.ofNullable(spec.execution().podTemplate())
                        .map(PodTemplate::withoutProject)
                        .orElse(null),
                Objects.requireNonNullElse(wanted.deletionPolicy(), DeletionPolicy.Retain)));
        return Optional.of(backup);
    }
}
