package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.operator.cluster.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/** Makes the MigrationRun that a decision asks for: everything in it is a copy, so that the run can be read alone. */
final class RunFactory {
    /** A Job has the name of its run, and its pods' host name is made of it. */
    private static final int MAX_NAME = 63;

    private RunFactory() {}

    static MigrationRun create(DatabaseMigration migration, MigrationDecision.Start start) {
        var meta = migration.getMetadata();
        var spec = migration.getSpec();
        var run = new MigrationRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name(meta.getName(), start.number()))
                .withNamespace(meta.getNamespace())
                .withLabels(Map.of(
                        Labels.MANAGED_BY, Labels.STILLHOUSE, Labels.MIGRATION, Labels.labelValue(meta.getName())))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(migration.getApiVersion())
                        .withKind(migration.getKind())
                        .withName(meta.getName())
                        .withUid(meta.getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(false)
                        .build())
                .build());
        run.setSpec(new MigrationRunSpec(
                new MigrationRef(meta.getName()),
                start.number(),
                start.attempt(),
                start.operation(),
                spec.targetOrDefault(),
                spec.downgradeOrDefault(),
                spec.approvals(),
                start.settles(),
                Intent.of(migration),
                spec.database(),
                spec.project(),
                spec.executionOrDefault()));
        return run;
    }

    private static String name(String migration, int number) {
        var suffix = "-" + number;
        return Digests.shorten(migration, MAX_NAME - suffix.length()) + suffix;
    }
}
