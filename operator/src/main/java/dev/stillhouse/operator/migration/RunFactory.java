package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.RequestRef;
import dev.stillhouse.operator.cluster.DatabaseServers;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.operator.cluster.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.HashMap;
import java.util.Map;

/** Makes the MigrationRun that a decision asks for: everything in it is a copy, so that the run can be read alone. */
final class RunFactory {
    /** A Job has the name of its run, and its pods' host name is made of it. */
    private static final int MAX_NAME = 63;

    private RunFactory() {}

    static MigrationRun create(MigrationSnapshot world, MigrationDecision.Start start) {
        var migration = world.migration();
        var meta = migration.getMetadata();
        var spec = spec(world, start);
        var run = new MigrationRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name(migration, start.number()))
                .withNamespace(meta.getNamespace())
                .withLabels(labels(world, spec))
                .withOwnerReferences(owner(migration))
                .build());
        run.setSpec(spec);
        return run;
    }

    private static MigrationRunSpec spec(MigrationSnapshot world, MigrationDecision.Start start) {
        var draft = draft(world, start);
        var made = draft.build();
        return EarlierBackups.of(world.history(), made)
                .map(found -> draft.offering(found).build())
                .orElse(made);
    }

    private static RunDraft draft(MigrationSnapshot world, MigrationDecision.Start start) {
        var draft = RunDraft.of(world.migration(), start.number(), start.attempt());
        return switch (start.purpose()) {
            case Purpose.Migrate migrate -> draft;
            case Purpose.Look look -> draft.looking();
            case Purpose.CarryOut(var request) -> draft.carryingOut(request);
            case Purpose.GoDown(var with, var known) -> draft.goingDown(with.project(), known);
            case Purpose.Settle(var run) ->
                world.history()
                        .meant(run)
                        .map(lost -> draft.settling(run, lost.getSpec()))
                        .orElseGet(() -> draft.settling(run));
        };
    }

    /** By these labels runs are found by those who watch requests, a run that settles another is not theirs, or settling runs. */
    private static Map<String, String> labels(MigrationSnapshot world, MigrationRunSpec spec) {
        var meta = world.migration().getMetadata();
        var labels = new HashMap<>(Map.of(
                Labels.MANAGED_BY,
                Labels.STILLHOUSE,
                Labels.MIGRATION,
                Labels.labelValue(meta.getName()),
                Labels.DATABASE_SERVER,
                DatabaseServers.name(
                        meta.getNamespace(), spec.database(), world.history().identity())));
        if (spec.request() != null && spec.settlesRef() == null) {
            labels.put(Labels.REQUEST, Labels.labelValue(spec.request().name()));
        }
        if (spec.settlesRef() != null) {
            labels.put(Labels.SETTLES, Labels.labelValue(spec.settlesRef().name()));
        }
        return labels;
    }

    static RequestRef reference(MigrationRequest request) {
        var meta = request.getMetadata();
        return new RequestRef(meta.getName(), meta.getUid(), request.getSpec().operation());
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

    /** The name of the run of a number. */
    static String name(DatabaseMigration migration, int number) {
        var suffix = "-" + number;
        return Digests.shorten(migration.getMetadata().getName(), MAX_NAME - suffix.length()) + suffix;
    }
}
