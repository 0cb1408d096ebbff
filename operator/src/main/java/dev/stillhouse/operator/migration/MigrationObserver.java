package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastRun;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.RunOutcomes;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a decision about a DatabaseMigration rests on: from caches, and live only what a cache may not have yet. */
final class MigrationObserver {
    private static final String BY_DATABASE = "database";

    private static final Comparator<DatabaseMigration> SENIORITY = Comparator.comparing(
                    (DatabaseMigration migration) -> migration.getMetadata().getCreationTimestamp())
            .thenComparing(migration -> migration.getMetadata().getUid());

    private MigrationObserver() {}

    /** Prepares the cache to find DatabaseMigrations by the database that they mean. */
    static void index(IndexerResourceCache<DatabaseMigration> cache) {
        cache.addIndexer(
                BY_DATABASE,
                migration ->
                        identity(migration).map(MigrationObserver::key).stream().toList());
    }

    static MigrationSnapshot observe(DatabaseMigration migration, Context<DatabaseMigration> context) {
        var cached = context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(run -> isOf(run, migration) && run.getSpec().complete())
                .collect(Collectors.toSet());
        var runs = Stream.concat(cached.stream(), missing(migration, cached, context).stream())
                .sorted(Comparator.comparingInt(run -> run.getSpec().number()))
                .toList();
        return new MigrationSnapshot(migration, runs, waiting(runs, context), rival(migration, context));
    }

    /** Those that the cache shows as not complete; one that was adopted may only be stale there. */
    private static List<MigrationRun> waiting(List<MigrationRun> runs, Context<DatabaseMigration> context) {
        var known = runs.stream().map(run -> run.getMetadata().getName()).collect(Collectors.toSet());
        return context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(run -> !run.getSpec().complete())
                .filter(run -> !known.contains(run.getMetadata().getName()))
                .filter(run -> !RunOutcomes.phase(run).terminal())
                .filter(run -> run.getMetadata().getDeletionTimestamp() == null && !Cancellation.isAsked(run))
                .sorted(Comparator.comparing(
                                (MigrationRun run) -> run.getMetadata().getCreationTimestamp())
                        .thenComparing(run -> run.getMetadata().getName()))
                .toList();
    }

    /** The newest run on record, where the cache has not heard of it yet: nothing may be started beside it. */
    private static Optional<MigrationRun> missing(
            DatabaseMigration migration, Set<MigrationRun> cached, Context<DatabaseMigration> context) {
        return Optional.ofNullable(migration.getStatus())
                .map(DatabaseMigrationStatus::lastRun)
                .map(LastRun::name)
                .filter(name -> cached.stream()
                        .noneMatch(run -> name.equals(run.getMetadata().getName())))
                .map(name -> context.getClient()
                        .resources(MigrationRun.class)
                        .inNamespace(migration.getMetadata().getNamespace())
                        .withName(name)
                        .get())
                .filter(run -> isOf(run, migration) && run.getSpec().complete());
    }

    /** The cache goes by the owner's name: it may hold the runs of one that was deleted and created anew since. */
    static boolean isOf(MigrationRun run, DatabaseMigration migration) {
        return run.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(migration.getMetadata().getUid()));
    }

    private static Optional<DatabaseMigration> rival(DatabaseMigration migration, Context<DatabaseMigration> context) {
        return identity(migration)
                .map(identity -> context.getPrimaryCache().byIndex(BY_DATABASE, key(identity)))
                .orElse(List.of())
                .stream()
                .filter(other -> SENIORITY.compare(other, migration) < 0)
                .min(SENIORITY);
    }

    private static Optional<DatabaseIdentity> identity(DatabaseMigration migration) {
        return Optional.ofNullable(migration.getStatus())
                .map(status -> status.database())
                .filter(MigrationObserver::isComplete);
    }

    private static boolean isComplete(@Nullable DatabaseIdentity identity) {
        return identity != null && identity.systemIdentifier() != null && identity.versionTable() != null;
    }

    private static String key(DatabaseIdentity identity) {
        return String.join("/", identity.systemIdentifier(), identity.name(), identity.versionTable());
    }
}
