package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cache.LeanStore;
import dev.stillhouse.operator.claim.Claims;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Departures;
import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.cluster.StatusWriter;
import dev.stillhouse.operator.defaults.RunDefaults;
import dev.stillhouse.operator.metrics.BackupMetrics;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps a MigrationBackup true to what runs say of it, and its files for as long as they should be kept. The resource has no
 * finalizer: whoever deletes it, with a namespace or a CustomResourceDefinition, gets it deleted at once, without its files.
 */
@ControllerConfiguration(
        name = "migrationbackup",
        informer =
                @Informer(
                        onUpdateFilter = MeaningfulUpdate.class,
                        itemStore = LeanStore.class,
                        informerListLimit = LeanStore.PAGE),
        generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1_000, maxInterval = 30_000)
class MigrationBackupReconciler implements Reconciler<MigrationBackup> {
    /** How soon to see who is to go, once a new one is good: its own status does not wake us. */
    private static final Duration RETENTION_CHECK = Duration.ofSeconds(1);
    /** How soon to look again at a Job that deletes files, and at what keeps one from being created. */
    private static final Duration DELETION_CHECK = Duration.ofSeconds(5);
    /** How soon to look again at what keeps files from being deleted: another resource that names them may go. */
    private static final Duration REFUSAL_CHECK = Duration.ofMinutes(1);

    private final BackupActor actor;
    private final EventRecorder events;
    private final BackupMetrics metrics;
    private final Clock clock;
    private final Claims claims;
    private final StatusWriter statuses;
    private final RunDefaults defaults;

    MigrationBackupReconciler(
            BackupActor actor,
            EventRecorder events,
            BackupMetrics metrics,
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
    public UpdateControl<MigrationBackup> reconcile(MigrationBackup backup, Context<MigrationBackup> context) {
        return claims.ifOurs(backup, () -> reconcileOurs(backup, context));
    }

    private UpdateControl<MigrationBackup> reconcileOurs(MigrationBackup backup, Context<MigrationBackup> context) {
        var now = clock.instant();
        var world = BackupObserver.observe(backup, context, defaults);
        var decision = actor.act(world, BackupDecider.decide(world, now));
        return report(context, world, decision, now);
    }

    private UpdateControl<MigrationBackup> report(
            Context<MigrationBackup> context, BackupSnapshot world, BackupDecision decision, Instant now) {
        if (decision instanceof BackupDecision.Discard) {
            return UpdateControl.noUpdate();
        }
        var backup = world.backup();
        var status = BackupStatuses.of(world, decision, now);
        tell(world, decision, status, now);
        if (decision instanceof BackupDecision.Release) {
            return UpdateControl.noUpdate();
        }
        var control = statuses.write(context, backup, status);
        metrics.show(backup, status, world.family());
        if (world.isConcluded()) {
            metrics.written(backup);
        }
        return switch (decision) {
            case BackupDecision.Conclude conclude -> {
                metrics.count(backup, status);
                yield control.rescheduleAfter(RETENTION_CHECK);
            }
            case BackupDecision.Found found -> control.rescheduleAfter(RETENTION_CHECK);
            case BackupDecision.Keep keep
            when keep.next().isPresent() ->
                control.rescheduleAfter(Duration.between(now, keep.next().get()).plusMillis(1));
            case BackupDecision.Refuse refuse -> control.rescheduleAfter(REFUSAL_CHECK);
            case BackupDecision.Defer defer -> control.rescheduleAfter(DELETION_CHECK);
            case BackupDecision.DeleteFiles delete -> control.rescheduleAfter(DELETION_CHECK);
            case BackupDecision.AwaitDeletion await -> control.rescheduleAfter(DELETION_CHECK);
            case BackupDecision.RetryDeletion retry -> control.rescheduleAfter(DELETION_CHECK);
            default -> control;
        };
    }

    /** Nobody asks before a resource goes; what it leaves is told afterwards. */
    private void farewell(MigrationBackup gone, List<MigrationBackup> family) {
        metrics.forget(gone, family);
        Leftovers.of(gone).ifPresent(standing -> events.record(gone, standing, "gone", clock.instant()));
    }

    private void tell(BackupSnapshot world, BackupDecision decision, MigrationBackupStatus status, Instant now) {
        var old = world.status().map(MigrationBackupStatus::conditions).orElse(null);
        if (decision instanceof BackupDecision.Release || Conditions.isNews(old, status.conditions())) {
            BackupStanding.of(world, decision)
                    .ifPresent(
                            standing -> events.record(world.backup(), standing, String.valueOf(status.state()), now));
        }
    }

    @Override
    public ErrorStatusUpdateControl<MigrationBackup> updateErrorStatus(
            MigrationBackup backup, Context<MigrationBackup> context, Exception exception) {
        var status = BackupStatuses.hindered(backup, Standing.hindered(exception), clock.instant());
        return statuses.writeHindered(context, backup, status);
    }

    @Override
    public List<EventSource<?, MigrationBackup>> prepareEventSources(EventSourceContext<MigrationBackup> context) {
        var backups = context.getPrimaryCache();
        backups.addIndexer(
                BackupObserver.BY_MIGRATION,
                backup -> List.of(BackupObserver.family(
                        backup.getMetadata().getNamespace(),
                        backup.getSpec().migrationRef().name())));
        var runs = InformerEventSourceConfiguration.from(MigrationRun.class, MigrationBackup.class)
                .withName("runs")
                .withItemStore(new LeanStore<>())
                .withInformerListLimit(LeanStore.PAGE)
                .withSecondaryToPrimaryMapper(MigrationBackupReconciler::takenOrNeededBy)
                .build();
        var migrations = InformerEventSourceConfiguration.from(DatabaseMigration.class, MigrationBackup.class)
                .withName("migrations")
                .withItemStore(new LeanStore<>())
                .withInformerListLimit(LeanStore.PAGE)
                .withOnUpdateFilter(new MeaningfulUpdate()::accept)
                .withSecondaryToPrimaryMapper(migration -> backups
                        .byIndex(
                                BackupObserver.BY_MIGRATION,
                                BackupObserver.family(
                                        migration.getMetadata().getNamespace(),
                                        migration.getMetadata().getName()))
                        .stream()
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
                .withPrimaryToSecondaryMapper((MigrationBackup backup) -> Set.of(new ResourceID(
                        backup.getSpec().migrationRef().name(),
                        backup.getMetadata().getNamespace())))
                .build();
        var jobs = InformerEventSourceConfiguration.from(Job.class, MigrationBackup.class)
                .withName("jobs")
                .withItemStore(new LeanStore<>())
                .withInformerListLimit(LeanStore.PAGE)
                .withLabelSelector(Labels.DELETION_SELECTOR)
                .withSecondaryToPrimaryMapper(job -> Labels.annotation(job, Labels.BACKUP).stream()
                        .map(name -> new ResourceID(name, job.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
                .build();
        var known = new InformerEventSource<>(runs, context);
        BackupObserver.index(known);
        return List.of(
                known,
                new InformerEventSource<>(migrations, context),
                new InformerEventSource<>(jobs, context),
                statuses.overtaken(MigrationBackup.class),
                new Departures<>(gone -> farewell(
                        gone,
                        backups.byIndex(
                                BackupObserver.BY_MIGRATION,
                                BackupObserver.family(
                                        gone.getMetadata().getNamespace(),
                                        gone.getSpec().migrationRef().name())))));
    }

    private static Set<ResourceID> takenOrNeededBy(MigrationRun run) {
        return Stream.concat(Stream.of(BackupNames.of(run)), BackupNames.neededBy(run))
                .map(name -> new ResourceID(name, run.getMetadata().getNamespace()))
                .collect(Collectors.toSet());
    }
}
