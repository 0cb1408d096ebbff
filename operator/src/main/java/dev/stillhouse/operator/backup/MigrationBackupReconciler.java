package dev.stillhouse.operator.backup;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import dev.stillhouse.operator.cluster.Patches;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.metrics.BackupMetrics;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps a MigrationBackup true to what its run says, and its files for as long as they should be kept. */
@ControllerConfiguration(
        name = "migrationbackup",
        finalizerName = MigrationBackup.FINALIZER,
        informer = @Informer(onUpdateFilter = MeaningfulUpdate.class),
        generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1_000, maxInterval = 30_000)
class MigrationBackupReconciler implements Reconciler<MigrationBackup>, Cleaner<MigrationBackup> {
    /** How soon to see who is to go, once a new one is good: its own status does not wake us. */
    private static final Duration RETENTION_CHECK = Duration.ofSeconds(1);
    /** How soon to look again at a Job that deletes files, and at what keeps one from being created. */
    private static final Duration DELETION_CHECK = Duration.ofSeconds(5);

    private final BackupActor actor;
    private final EventRecorder events;
    private final BackupMetrics metrics;
    private final Clock clock;

    MigrationBackupReconciler(BackupActor actor, EventRecorder events, BackupMetrics metrics, Clock clock) {
        this.actor = actor;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public UpdateControl<MigrationBackup> reconcile(MigrationBackup backup, Context<MigrationBackup> context) {
        var now = clock.instant();
        var world = BackupObserver.observe(backup, context);
        var decision = actor.act(world, BackupDecider.decide(world, now));
        return report(world, decision, now);
    }

    private UpdateControl<MigrationBackup> report(BackupSnapshot world, BackupDecision decision, Instant now) {
        if (decision instanceof BackupDecision.Discard) {
            return UpdateControl.noUpdate();
        }
        var backup = world.backup();
        var status = BackupStatuses.of(world, decision, now);
        var control = UpdateControl.<MigrationBackup>noUpdate();
        if (!status.equals(backup.getStatus())) {
            tell(world, decision, status, now);
            control = UpdateControl.patchStatus(Patches.ofStatus(new MigrationBackup(), backup, status));
        }
        metrics.show(backup, status, world.family());
        return switch (decision) {
            case BackupDecision.Conclude conclude -> {
                metrics.count(backup, status);
                yield control.rescheduleAfter(RETENTION_CHECK);
            }
            case BackupDecision.Keep(var surplus, var next)
            when next.isPresent() ->
                control.rescheduleAfter(Duration.between(now, next.get()).plusMillis(1));
            default -> control;
        };
    }

    @Override
    public DeleteControl cleanup(MigrationBackup backup, Context<MigrationBackup> context) {
        var now = clock.instant();
        var world = BackupObserver.observe(backup, context);
        var decision = actor.act(world, BackupDecider.decide(world, now));
        var status = BackupStatuses.of(world, decision, now);
        if (decision instanceof BackupDecision.Release) {
            tell(world, decision, status, now);
            metrics.forget(backup, world.family());
            return DeleteControl.defaultDelete();
        }
        if (!status.equals(backup.getStatus())) {
            tell(world, decision, status, now);
            context.resourceOperations()
                    .serverSideApplyPrimaryStatus(Patches.ofStatus(new MigrationBackup(), backup, status));
        }
        metrics.show(backup, status, world.family());
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(DELETION_CHECK.toMillis());
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
        return status.equals(backup.getStatus())
                ? ErrorStatusUpdateControl.noStatusUpdate()
                : ErrorStatusUpdateControl.patchStatus(Patches.ofStatus(new MigrationBackup(), backup, status));
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
                .withSecondaryToPrimaryMapper(MigrationBackupReconciler::takenOrRestoredBy)
                .build();
        var migrations = InformerEventSourceConfiguration.from(DatabaseMigration.class, MigrationBackup.class)
                .withName("migrations")
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
                .withLabelSelector(Labels.DELETION_SELECTOR)
                .withSecondaryToPrimaryMapper(job -> Labels.annotation(job, Labels.BACKUP).stream()
                        .map(name -> new ResourceID(name, job.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
                .build();
        return List.of(
                new InformerEventSource<>(runs, context),
                new InformerEventSource<>(migrations, context),
                new InformerEventSource<>(jobs, context));
    }

    private static Set<ResourceID> takenOrRestoredBy(MigrationRun run) {
        return Stream.of(
                        Optional.of(BackupNames.of(run)),
                        Optional.ofNullable(run.getSpec().restore()).map(restore -> restore.backup()))
                .flatMap(Optional::stream)
                .map(name -> new ResourceID(name, run.getMetadata().getNamespace()))
                .collect(Collectors.toSet());
    }
}
