package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Departures;
import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import dev.stillhouse.operator.cluster.Patches;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.metrics.MigrationMetrics;
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
import org.jspecify.annotations.Nullable;

/** Keeps a DatabaseMigration true with runs: observe, decide, act, report. */
@ControllerConfiguration(
        name = "databasemigration",
        informer = @Informer(onUpdateFilter = MeaningfulUpdate.class),
        generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1_000, maxInterval = 30_000)
class DatabaseMigrationReconciler implements Reconciler<DatabaseMigration> {
    /** How soon to look again whether a rival is gone: nothing tells us of it. */
    private static final Duration CONFLICT_CHECK = Duration.ofSeconds(30);
    /** How soon to look for a rival of a database that has just become known. */
    private static final Duration RIVAL_CHECK = Duration.ofSeconds(1);
    /** How old what it says of the progress of its run may become. */
    private static final Duration PROGRESS_CHECK = Duration.ofSeconds(10);

    private final MigrationActor actor;
    private final EventRecorder events;
    private final MigrationMetrics metrics;
    private final Clock clock;

    DatabaseMigrationReconciler(MigrationActor actor, EventRecorder events, MigrationMetrics metrics, Clock clock) {
        this.actor = actor;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public UpdateControl<DatabaseMigration> reconcile(DatabaseMigration migration, Context<DatabaseMigration> context) {
        var now = clock.instant();
        var world = MigrationObserver.observe(migration, context);
        var decision = MigrationDecider.decide(world, now);
        actor.act(world, decision);
        return report(world, decision, now);
    }

    private UpdateControl<DatabaseMigration> report(MigrationSnapshot world, MigrationDecision decision, Instant now) {
        var migration = world.migration();
        var standing = MigrationStanding.of(decision, world);
        var status = MigrationStatuses.of(world, decision, standing, now);
        metrics.show(migration, status);
        var control = UpdateControl.<DatabaseMigration>noUpdate();
        var old = migration.getStatus();
        if (!status.equals(old)) {
            if (Conditions.isNews(old == null ? null : old.conditions(), status.conditions())) {
                events.record(migration, standing, String.valueOf(status.lastRun()), now);
            }
            control = UpdateControl.patchStatus(Patches.ofStatus(new DatabaseMigration(), migration, status));
        }
        var again = lookAgain(world, decision, now, isOfNewDatabase(old, status));
        return again.isPresent() ? control.rescheduleAfter(again.get()) : control;
    }

    /** How soon something is due of which no event will tell. */
    private static Optional<Duration> lookAgain(
            MigrationSnapshot world, MigrationDecision decision, Instant now, boolean newDatabase) {
        return switch (decision) {
            case MigrationDecision.RetryLater(var failed, var reason, var due) -> Optional.of(until(due, now));
            case MigrationDecision.Await await -> Optional.of(PROGRESS_CHECK);
            case MigrationDecision.Stall stall when world.rival().isPresent() -> Optional.of(CONFLICT_CHECK);
            // Only with this status written can a rival be found by the database that has just become known.
            case MigrationDecision.Settled settled when newDatabase -> Optional.of(RIVAL_CHECK);
            default -> Looks.next(world).filter(now::isBefore).map(at -> until(at, now));
        };
    }

    private static Duration until(Instant due, Instant now) {
        return Duration.between(now, due).plusMillis(1);
    }

    private static boolean isOfNewDatabase(@Nullable DatabaseMigrationStatus old, DatabaseMigrationStatus status) {
        return !Objects.equals(old == null ? null : old.database(), status.database());
    }

    @Override
    public ErrorStatusUpdateControl<DatabaseMigration> updateErrorStatus(
            DatabaseMigration migration, Context<DatabaseMigration> context, Exception exception) {
        var status = MigrationStatuses.hindered(migration, Standing.hindered(exception), clock.instant());
        return status.equals(migration.getStatus())
                ? ErrorStatusUpdateControl.noStatusUpdate()
                : ErrorStatusUpdateControl.patchStatus(Patches.ofStatus(new DatabaseMigration(), migration, status));
    }

    @Override
    public List<EventSource<?, DatabaseMigration>> prepareEventSources(EventSourceContext<DatabaseMigration> context) {
        MigrationObserver.index(context.getPrimaryCache());
        var runs = InformerEventSourceConfiguration.from(MigrationRun.class, DatabaseMigration.class)
                .withName("runs")
                .withOnUpdateFilter(new BeyondProgress())
                // Not by owner: a run that a person created has none until it is taken up.
                .withSecondaryToPrimaryMapper(run -> Set.of(new ResourceID(
                        run.getSpec().migrationRef().name(), run.getMetadata().getNamespace())))
                .build();
        return List.of(new InformerEventSource<>(runs, context), new Departures<>(metrics::forget));
    }
}
