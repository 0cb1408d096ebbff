package dev.stillhouse.operator.request;

import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cache.LeanStore;
import dev.stillhouse.operator.claim.Claims;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.cluster.StatusWriter;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what became of a request: observe, decide, act, report. */
@ControllerConfiguration(
        name = "migrationrequest",
        informer =
                @Informer(
                        onUpdateFilter = MeaningfulUpdate.class,
                        itemStore = LeanStore.class,
                        informerListLimit = LeanStore.PAGE),
        generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1_000, maxInterval = 30_000)
class MigrationRequestReconciler implements Reconciler<MigrationRequest> {
    /** How soon to look again at what the DatabaseMigration has on record; its runs tell of themselves. */
    private static final Duration TURN_CHECK = Duration.ofSeconds(5);

    private final RequestActor actor;
    private final EventRecorder events;
    private final Clock clock;
    private final Claims claims;
    private final StatusWriter statuses;

    MigrationRequestReconciler(
            RequestActor actor, EventRecorder events, Clock clock, Claims claims, StatusWriter statuses) {
        this.actor = actor;
        this.events = events;
        this.clock = clock;
        this.claims = claims;
        this.statuses = statuses;
    }

    @Override
    public UpdateControl<MigrationRequest> reconcile(MigrationRequest request, Context<MigrationRequest> context) {
        return claims.ifOurs(request, () -> reconcileOurs(request, context));
    }

    private UpdateControl<MigrationRequest> reconcileOurs(MigrationRequest request, Context<MigrationRequest> context) {
        var now = clock.instant();
        var world = RequestObserver.observe(request, context);
        var decision = RequestDecider.decide(world, now);
        actor.act(world, decision);
        return switch (decision) {
            case RequestDecision.Rest rest -> UpdateControl.noUpdate();
            case RequestDecision.Expire expire -> UpdateControl.noUpdate();
            case RequestDecision.Keep(var until) ->
                UpdateControl.<MigrationRequest>noUpdate()
                        .rescheduleAfter(Duration.between(now, until).plusMillis(1));
            default -> report(context, world, decision, now);
        };
    }

    private UpdateControl<MigrationRequest> report(
            Context<MigrationRequest> context, RequestSnapshot world, RequestDecision decision, Instant now) {
        var request = world.request();
        var standing = RequestStanding.of(world, decision);
        var status = RequestStatuses.of(world, decision, standing, now);
        var old = request.getStatus();
        if (Conditions.isNews(old == null ? null : old.conditions(), status.conditions())) {
            events.record(request, standing, "", now);
        }
        var control = statuses.write(context, request, status);
        if (status.completionTime() == null) {
            return control.rescheduleAfter(TURN_CHECK);
        }
        return request.getSpec().ttlOrNone().map(control::rescheduleAfter).orElse(control);
    }

    @Override
    public ErrorStatusUpdateControl<MigrationRequest> updateErrorStatus(
            MigrationRequest request, Context<MigrationRequest> context, Exception exception) {
        var status = RequestStatuses.hindered(request, Standing.hindered(exception), clock.instant());
        return statuses.writeHindered(context, request, status);
    }

    @Override
    public List<EventSource<?, MigrationRequest>> prepareEventSources(EventSourceContext<MigrationRequest> context) {
        var runs = InformerEventSourceConfiguration.from(MigrationRun.class, MigrationRequest.class)
                .withName("runs")
                .withItemStore(new LeanStore<>())
                // Without pages: for one of few that match, the API server reads and decodes all runs that there are.
                .withLabelSelector(Labels.REQUEST)
                .withSecondaryToPrimaryMapper(MigrationRequestReconciler::requestOf)
                .build();
        return List.of(new InformerEventSource<>(runs, context), statuses.overtaken(MigrationRequest.class));
    }

    private static Set<ResourceID> requestOf(MigrationRun run) {
        return Optional.ofNullable(run.getSpec().request())
                .map(by -> Set.of(new ResourceID(by.name(), run.getMetadata().getNamespace())))
                .orElse(Set.of());
    }
}
