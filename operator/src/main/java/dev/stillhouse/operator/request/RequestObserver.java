package dev.stillhouse.operator.request;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequestStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RequestPhase;
import dev.stillhouse.operator.cluster.ExecutedRequests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** Reads what a decision about a request rests on: its run from the cache, and its DatabaseMigration live. */
final class RequestObserver {
    private RequestObserver() {}

    static RequestSnapshot observe(MigrationRequest request, Context<MigrationRequest> context) {
        var isOver = Optional.ofNullable(request.getStatus())
                .map(MigrationRequestStatus::phase)
                .map(RequestPhase::terminal)
                .orElse(false);
        if (isOver) {
            return new RequestSnapshot(request, Optional.empty(), Optional.empty(), Optional.empty());
        }
        var run = context.getSecondaryResourcesAsStream(MigrationRun.class)
                .filter(candidate -> carriesOut(candidate, request))
                .findFirst();
        return run.isPresent()
                ? new RequestSnapshot(request, run, Optional.empty(), Optional.empty())
                : withoutRun(request, context.getClient());
    }

    private static RequestSnapshot withoutRun(MigrationRequest request, KubernetesClient client) {
        var migration = Optional.ofNullable(client.resources(DatabaseMigration.class)
                        .inNamespace(request.getMetadata().getNamespace())
                        .withName(request.getSpec().migrationRef().name())
                        .get())
                .filter(found -> found.getMetadata().getDeletionTimestamp() == null);
        var executed = migration.map(ExecutedRequests::of).flatMap(known -> ExecutedRequests.find(known, request));
        return new RequestSnapshot(
                request, executed.flatMap(known -> uncached(request, known, client)), migration, executed);
    }

    /** The cache may not have heard yet of a run that is on record. */
    private static Optional<MigrationRun> uncached(
            MigrationRequest request, ExecutedRequest executed, KubernetesClient client) {
        return Optional.ofNullable(client.resources(MigrationRun.class)
                        .inNamespace(request.getMetadata().getNamespace())
                        .withName(executed.run())
                        .get())
                .filter(run -> carriesOut(run, request));
    }

    private static boolean carriesOut(MigrationRun run, MigrationRequest request) {
        var by = run.getSpec().request();
        return by != null
                && run.getSpec().settlesRef() == null
                && by.uid().equals(request.getMetadata().getUid());
    }
}
