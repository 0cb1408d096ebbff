package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastRun;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.operator.cache.LeanStore;
import dev.stillhouse.operator.claim.Claims;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Departures;
import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.cluster.StatusWriter;
import dev.stillhouse.operator.defaults.RunDefaults;
import dev.stillhouse.operator.metrics.MigrationMetrics;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps a DatabaseMigration true with runs: observe, decide, act, report. */
@ControllerConfiguration(
        name = "databasemigration",
        informer =
                @Informer(
                        onUpdateFilter = MeaningfulUpdate.class,
                        itemStore = LeanStore.class,
                        informerListLimit = LeanStore.PAGE),
        generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1_000, maxInterval = 30_000)
class DatabaseMigrationReconciler implements Reconciler<DatabaseMigration> {
    /** How soon to look for rivals of a database that has just become known: the cache has it once the status is written. */
    private static final Duration RIVAL_CHECK = Duration.ofSeconds(1);
    /** How old what it says of the progress of its run may become. */
    private static final Duration PROGRESS_CHECK = Duration.ofSeconds(10);

    /** Once the status is written: no event comes back of what the operator writes itself. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final MigrationActor actor;
    private final EventRecorder events;
    private final MigrationMetrics metrics;
    private final Clock clock;
    private final Claims claims;
    private final StatusWriter statuses;
    private final RunDefaults defaults;
    private final Rivals rivals = new Rivals();
    private final AtomicReference<@Nullable Instant> firstReconciled = new AtomicReference<>();

    DatabaseMigrationReconciler(
            MigrationActor actor,
            EventRecorder events,
            MigrationMetrics metrics,
            Clock clock,
            Claims claims,
            StatusWriter statuses,
            RunDefaults defaults) {
        this.actor = actor;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
        this.claims = claims;
        this.statuses = statuses;
        this.defaults = defaults;
    }

    @Override
    public UpdateControl<DatabaseMigration> reconcile(DatabaseMigration migration, Context<DatabaseMigration> context) {
        return claims.ifOurs(migration, () -> reconcileOurs(migration, context));
    }

    private UpdateControl<DatabaseMigration> reconcileOurs(
            DatabaseMigration migration, Context<DatabaseMigration> context) {
        rivals.notice(migration);
        var now = clock.instant();
        var world = MigrationObserver.observe(defaults.applyTo(migration), context, servedSince(now));
        var decision = MigrationDecider.decide(world, now);
        var started = actor.act(world, decision, now);
        return report(context, world, decision, started, now);
    }

    /** A replica that waits for its turn to lead reconciles nothing. */
    private Instant servedSince(Instant now) {
        return firstReconciled.updateAndGet(known -> known == null ? now : known);
    }

    private UpdateControl<DatabaseMigration> report(
            Context<DatabaseMigration> context,
            MigrationSnapshot world,
            MigrationDecision decision,
            Optional<MigrationRun> started,
            Instant now) {
        var migration = world.migration();
        var status = MigrationStatuses.of(world, decision, started, now);
        metrics.show(migration, status, world.runs());
        var old = migration.getStatus();
        if (Conditions.isNews(old == null ? null : old.conditions(), status.conditions())) {
            var about = Optional.ofNullable(status.lastRun()).map(LastRun::name).orElse("");
            events.record(migration, MigrationStanding.of(decision, world), about, now);
        }
        var control = statuses.write(context, migration, status);
        var newDatabase = !Objects.equals(old == null ? null : old.database(), status.database());
        var again = newDatabase ? Optional.of(RIVAL_CHECK) : lookAgain(world, decision, now);
        return again.isPresent() ? control.rescheduleAfter(again.get()) : control;
    }

    /** How soon something is due of which no event will tell. */
    private static Optional<Duration> lookAgain(MigrationSnapshot world, MigrationDecision decision, Instant now) {
        return switch (decision) {
            case MigrationDecision.RetryLater(var failed, var reason, var due) -> Optional.of(until(due, now));
            case MigrationDecision.OpenRecord open -> Optional.of(AT_ONCE);
            case MigrationDecision.Await(var run) when RunOutcomes.reason(run) == Reason.Queued -> Optional.empty();
            case MigrationDecision.Await await -> Optional.of(PROGRESS_CHECK);
            default -> Looks.next(world).filter(now::isBefore).map(at -> until(at, now));
        };
    }

    private static Duration until(Instant due, Instant now) {
        return Duration.between(now, due).plusMillis(1);
    }

    @Override
    public ErrorStatusUpdateControl<DatabaseMigration> updateErrorStatus(
            DatabaseMigration migration, Context<DatabaseMigration> context, Exception exception) {
        var status = MigrationStatuses.hindered(migration, Standing.hindered(exception), clock.instant());
        // The status first: what hinders may be what cannot be shown.
        var written = statuses.writeHindered(context, migration, status);
        metrics.show(migration, status, MigrationObserver.knownRuns(migration, context));
        return written;
    }

    @Override
    public List<EventSource<?, DatabaseMigration>> prepareEventSources(EventSourceContext<DatabaseMigration> context) {
        var cache = context.getPrimaryCache();
        MigrationObserver.index(cache);
        var runs = InformerEventSourceConfiguration.from(MigrationRun.class, DatabaseMigration.class)
                .withName("runs")
                .withItemStore(new LeanStore<>())
                .withInformerListLimit(LeanStore.PAGE)
                .withOnUpdateFilter(new BeyondProgress())
                .withSecondaryToPrimaryMapper(
                        run -> migrationOf(run, run.getSpec().migrationRef()))
                .build();
        var requests = InformerEventSourceConfiguration.from(MigrationRequest.class, DatabaseMigration.class)
                .withName("requests")
                .withItemStore(new LeanStore<>())
                .withInformerListLimit(LeanStore.PAGE)
                .withOnUpdateFilter(new MeaningfulUpdate())
                .withSecondaryToPrimaryMapper(
                        request -> migrationOf(request, request.getSpec().migrationRef()))
                .build();
        return List.of(
                new InformerEventSource<>(runs, context),
                new InformerEventSource<>(requests, context),
                rivals.among(database -> cache.byIndex(MigrationObserver.BY_DATABASE, database)),
                statuses.overtaken(DatabaseMigration.class),
                new Departures<>(metrics::forget));
    }

    private static Set<ResourceID> migrationOf(HasMetadata resource, MigrationRef migration) {
        return Set.of(new ResourceID(migration.name(), resource.getMetadata().getNamespace()));
    }
}
