package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastRun;
import dev.stillhouse.api.v1alpha1.MigrationRecord;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequestStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RequestPhase;
import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.cluster.ExecutedRequests;
import dev.stillhouse.operator.cluster.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a decision about a DatabaseMigration rests on: from caches, and live only what a cache may not have yet. */
final class MigrationObserver {
    static final String BY_DATABASE = "database";

    private static final Comparator<DatabaseMigration> SENIORITY = Comparator.comparing(
                    (DatabaseMigration migration) -> migration.getMetadata().getCreationTimestamp())
            .thenComparing(migration -> migration.getMetadata().getUid());

    private static final Comparator<MigrationRun> BY_NUMBER =
            Comparator.comparingInt(run -> run.getSpec().number());

    private MigrationObserver() {}

    /** Prepares the cache to find DatabaseMigrations by the database that they mean. */
    static void index(IndexerResourceCache<DatabaseMigration> cache) {
        cache.addIndexer(BY_DATABASE, migration -> key(migration).stream().toList());
    }

    static MigrationSnapshot observe(
            DatabaseMigration migration, Context<DatabaseMigration> context, Instant servedSince) {
        var cached = context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(run -> Adoption.isOwned(run, migration))
                .collect(Collectors.toSet());
        var owned = Stream.concat(cached.stream(), missing(migration, cached, context).stream())
                .sorted(BY_NUMBER)
                .toList();
        return new MigrationSnapshot(
                migration,
                owned.stream().filter(run -> Adoption.isStarted(run, migration)).toList(),
                requests(context),
                rival(migration, context),
                Memory.of(migration, record(migration, context.getClient())),
                owned.isEmpty() ? 0 : owned.getLast().getSpec().number(),
                servedSince);
    }

    /** Its runs that the cache knows, the newest last: enough to show, and not to decide by. */
    static List<MigrationRun> knownRuns(DatabaseMigration migration, Context<DatabaseMigration> context) {
        return context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(run -> Adoption.isOwned(run, migration) && Adoption.isStarted(run, migration))
                .sorted(BY_NUMBER)
                .toList();
    }

    private static List<MigrationRequest> requests(Context<DatabaseMigration> context) {
        return context.getSecondaryResourcesAsStream(MigrationRequest.class)
                .filter(request -> !Optional.ofNullable(request.getStatus())
                        .map(MigrationRequestStatus::phase)
                        .map(RequestPhase::terminal)
                        .orElse(false))
                .filter(request -> request.getMetadata().getDeletionTimestamp() == null
                        && Labels.annotation(request, Labels.CANCEL).isEmpty())
                .sorted(Comparator.comparing((MigrationRequest request) ->
                                request.getMetadata().getCreationTimestamp())
                        .thenComparing(request -> request.getMetadata().getName()))
                .toList();
    }

    /** Asked for only where there is no status: it is that of a new one, or was lost. */
    private static Optional<MigrationRecord> record(DatabaseMigration migration, KubernetesClient client) {
        return ExecutedRequests.isOnRecord(migration)
                ? Optional.empty()
                : Optional.ofNullable(client.resources(MigrationRecord.class)
                        .inNamespace(migration.getMetadata().getNamespace())
                        .withName(migration.getMetadata().getName())
                        .get());
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
                .filter(run -> Adoption.isOwned(run, migration));
    }

    private static Optional<DatabaseMigration> rival(DatabaseMigration migration, Context<DatabaseMigration> context) {
        return key(migration).map(key -> context.getPrimaryCache().byIndex(BY_DATABASE, key)).orElse(List.of()).stream()
                .filter(other -> SENIORITY.compare(other, migration) < 0)
                .min(SENIORITY);
    }

    /** What is the same for all manifests that mean the same version table of the same database; empty while that is not known. */
    static Optional<String> key(DatabaseMigration migration) {
        return Optional.ofNullable(migration.getStatus())
                .map(status -> status.database())
                .filter(MigrationObserver::isComplete)
                .map(identity -> String.join(
                        "/",
                        identity.systemIdentifier(),
                        Optional.ofNullable(migration.getSpec().database().copy())
                                .orElse(""),
                        identity.name(),
                        identity.versionTable()));
    }

    private static boolean isComplete(@Nullable DatabaseIdentity identity) {
        return identity != null && identity.systemIdentifier() != null && identity.versionTable() != null;
    }
}
