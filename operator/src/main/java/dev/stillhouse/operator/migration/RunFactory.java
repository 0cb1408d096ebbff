package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.Starter;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.operator.cluster.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        run.setSpec(
                switch (start.purpose()) {
                    case Purpose.Migrate migrate -> wish(migration, start, null);
                    case Purpose.Look look -> wish(migration, start, null);
                    case Purpose.GoDown down -> wayDown(wish(migration, start, null), down);
                    case Purpose.Settle(var name) ->
                        world.named(name)
                                .map(settled -> question(wish(migration, start, name), settled.getSpec()))
                                .orElseGet(() -> wish(migration, start, name));
                });
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
        var hasTarget = said.target() != null || said.targets() != null;
        run.setSpec(new MigrationRunSpec(
                said.migrationRef(),
                number,
                1,
                said.operation(),
                Starter.Person,
                hasTarget ? said.target() : single(manifest.targetsOrDefault()),
                hasTarget ? said.targets() : several(manifest.targetsOrDefault()),
                said.purge(),
                null,
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
    private static MigrationRunSpec wish(
            DatabaseMigration migration, MigrationDecision.Start start, @Nullable String settles) {
        var spec = migration.getSpec();
        return new MigrationRunSpec(
                new MigrationRef(migration.getMetadata().getName()),
                start.number(),
                start.attempt(),
                start.purpose().operation(),
                Starter.Operator,
                single(spec.targetsOrDefault()),
                several(spec.targetsOrDefault()),
                null,
                null,
                spec.downgradeOrDefault(),
                spec.approvals(),
                settles,
                Intent.of(migration),
                spec.database(),
                spec.project().withDefaults(),
                spec.executionOrDefault(),
                spec.backupOrDefault(),
                null);
    }

    /** The same with the project that knows the way, down to what the wanted one knows. */
    private static MigrationRunSpec wayDown(MigrationRunSpec wish, Purpose.GoDown down) {
        return new MigrationRunSpec(
                wish.migrationRef(),
                wish.number(),
                wish.attempt(),
                wish.operation(),
                wish.startedBy(),
                wish.target(),
                wish.targets(),
                null,
                down.known(),
                wish.downgrade(),
                wish.approvals(),
                null,
                wish.intent(),
                wish.database(),
                down.with().project(),
                wish.execution(),
                wish.backup(),
                null);
    }

    /**
     * Whether the database is where the run to be settled should have brought it, whatever the manifest says now. A
     * relative target would mean something else by now, so that it is only asked where the database is.
     */
    private static MigrationRunSpec question(MigrationRunSpec wish, MigrationRunSpec asked) {
        return new MigrationRunSpec(
                asked.migrationRef(),
                wish.number(),
                wish.attempt(),
                wish.operation(),
                wish.startedBy(),
                asked.hasRelativeTarget() ? "heads" : asked.target(),
                asked.hasRelativeTarget() ? null : asked.targets(),
                null,
                asked.downToKnown(),
                asked.downgrade(),
                asked.approvals(),
                wish.settles(),
                asked.intent(),
                asked.database(),
                asked.project(),
                asked.execution(),
                asked.backup(),
                null);
    }

    private static @Nullable String single(List<String> targets) {
        return targets.size() == 1 ? targets.getFirst() : null;
    }

    private static @Nullable List<String> several(List<String> targets) {
        return targets.size() == 1 ? null : targets;
    }

    /** The name of the run that a decision asks for. */
    static String name(DatabaseMigration migration, MigrationDecision.Start start) {
        var suffix = "-" + start.number();
        return Digests.shorten(migration.getMetadata().getName(), MAX_NAME - suffix.length()) + suffix;
    }
}
