package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.operator.cluster.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes the MigrationRun that a decision asks for: everything in it is a copy, so that the run can be read alone. */
final class RunFactory {
    /** A Job has the name of its run, and its pods' host name is made of it. */
    private static final int MAX_NAME = 63;

    private RunFactory() {}

    static MigrationRun create(MigrationSnapshot world, MigrationDecision.Start start) {
        var migration = world.migration();
        var meta = migration.getMetadata();
        var run = new MigrationRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name(migration, start))
                .withNamespace(meta.getNamespace())
                .withLabels(Map.of(
                        Labels.MANAGED_BY, Labels.STILLHOUSE, Labels.MIGRATION, Labels.labelValue(meta.getName())))
                .withOwnerReferences(owner(migration))
                .build());
        run.setSpec(Optional.ofNullable(start.settles())
                .flatMap(world::named)
                .map(settled -> question(settled.getSpec(), start))
                .orElseGet(() -> wish(migration, start)));
        return run;
    }

    /** A person's run with all that the person left out: from the manifest as it is now. */
    static MigrationRun complete(DatabaseMigration migration, MigrationRun asked, int number) {
        var run = new MigrationRun();
        run.setMetadata(new ObjectMetaBuilder(asked.getMetadata())
                .addToLabels(
                        Labels.MIGRATION,
                        Labels.labelValue(migration.getMetadata().getName()))
                .withOwnerReferences(owner(migration))
                .build());
        var said = asked.getSpec();
        var manifest = migration.getSpec();
        run.setSpec(new MigrationRunSpec(
                said.migrationRef(),
                number,
                1,
                said.operation(),
                Objects.requireNonNullElseGet(said.target(), manifest::targetOrDefault),
                Objects.requireNonNullElseGet(said.downgrade(), manifest::downgradeOrDefault),
                Optional.ofNullable(said.approvals()).orElse(manifest.approvals()),
                said.settles(),
                Intent.of(migration),
                Objects.requireNonNullElseGet(said.database(), manifest::database),
                Objects.requireNonNullElseGet(
                        said.project(), () -> manifest.project().withDefaults()),
                Objects.requireNonNullElseGet(said.execution(), manifest::executionOrDefault),
                Objects.requireNonNullElseGet(said.backup(), manifest::backupOrDefault),
                said.restore()));
        run.setStatus(asked.getStatus());
        return run;
    }

    private static OwnerReference owner(DatabaseMigration migration) {
        var meta = migration.getMetadata();
        return new OwnerReferenceBuilder()
                .withApiVersion(migration.getApiVersion())
                .withKind(migration.getKind())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }

    /** What the manifest says now. */
    private static MigrationRunSpec wish(DatabaseMigration migration, MigrationDecision.Start start) {
        var spec = migration.getSpec();
        return new MigrationRunSpec(
                new MigrationRef(migration.getMetadata().getName()),
                start.number(),
                start.attempt(),
                start.operation(),
                spec.targetOrDefault(),
                spec.downgradeOrDefault(),
                spec.approvals(),
                start.settles(),
                Intent.of(migration),
                spec.database(),
                spec.project().withDefaults(),
                spec.executionOrDefault(),
                spec.backupOrDefault(),
                null);
    }

    /** Whether the database is where the run to be settled should have brought it, whatever the manifest says now. */
    private static MigrationRunSpec question(MigrationRunSpec settled, MigrationDecision.Start start) {
        return new MigrationRunSpec(
                settled.migrationRef(),
                start.number(),
                start.attempt(),
                start.operation(),
                settled.target(),
                settled.downgrade(),
                settled.approvals(),
                start.settles(),
                settled.intent(),
                settled.database(),
                settled.project(),
                settled.execution(),
                settled.backup(),
                null);
    }

    /** The name of the run that a decision asks for. */
    static String name(DatabaseMigration migration, MigrationDecision.Start start) {
        var suffix = "-" + start.number();
        return Digests.shorten(migration.getMetadata().getName(), MAX_NAME - suffix.length()) + suffix;
    }
}
