package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a decision about a DatabaseMigration rests on; all of it from caches. */
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
        var runs = context.getSecondaryResourcesAsStream(MigrationRun.class)
                .sorted(Comparator.comparingInt(run -> run.getSpec().number()))
                .toList();
        return new MigrationSnapshot(migration, runs, rival(migration, context));
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
