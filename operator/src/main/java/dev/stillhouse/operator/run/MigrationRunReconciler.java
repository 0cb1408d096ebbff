package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Departures;
import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import dev.stillhouse.operator.cluster.Patches;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.metrics.RunMetrics;
import io.fabric8.kubernetes.api.model.Pod;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out a run with one Job: observe, decide, act, report. */
@ControllerConfiguration(
        name = "migrationrun",
        informer = @Informer(onUpdateFilter = MeaningfulUpdate.class),
        generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1_000, maxInterval = 30_000)
class MigrationRunReconciler implements Reconciler<MigrationRun> {
    /** How soon to look again at a pod that does not start: part of what is wrong is said only in events. */
    private static final Duration START_CHECK = Duration.ofSeconds(3);
    /** For how long a pod that does not start is looked at so often. */
    private static final Duration YOUTH = Duration.ofMinutes(2);
    /** How soon to look again at a pod that has long been in trouble, or may have gone with its node. */
    private static final Duration LIFE_CHECK = Duration.ofSeconds(30);

    private final RunActor actor;
    private final PlanActor plans;
    private final ProgressFollower progress;
    private final EventRecorder events;
    private final RunMetrics metrics;
    private final Clock clock;

    MigrationRunReconciler(
            RunActor actor,
            PlanActor plans,
            ProgressFollower progress,
            EventRecorder events,
            RunMetrics metrics,
            Clock clock) {
        this.actor = actor;
        this.plans = plans;
        this.progress = progress;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public UpdateControl<MigrationRun> reconcile(MigrationRun run, Context<MigrationRun> context) {
        var now = clock.instant();
        var world = RunObserver.observe(run, context, progress, now);
        var decision = actor.act(world, RunDecider.decide(world, now));
        var kept = plans.keep(world, now);
        return decision instanceof RunDecision.Rest ? UpdateControl.noUpdate() : report(world, decision, kept, now);
    }

    private UpdateControl<MigrationRun> report(
            RunSnapshot world, RunDecision decision, Optional<PlanDocument> kept, Instant now) {
        var run = world.run();
        var standing = RunStanding.of(world, decision);
        var status = RunStatuses.of(world, decision, standing, kept, now);
        var control = UpdateControl.<MigrationRun>noUpdate();
        var old = run.getStatus();
        if (!status.equals(old)) {
            if (Conditions.isNews(old == null ? null : old.conditions(), status.conditions())) {
                events.record(run, standing, "", now);
            }
            if (status.phase() != null && status.phase().terminal()) {
                metrics.count(run, status);
            }
            control = UpdateControl.patchStatus(Patches.ofStatus(new MigrationRun(), run, status));
        }
        return switch (decision) {
            case RunDecision.Launch launch -> control.rescheduleAfter(START_CHECK);
            case RunDecision.Pend pend -> control.rescheduleAfter(isYoung(run, now) ? START_CHECK : LIFE_CHECK);
            case RunDecision.Follow follow -> control.rescheduleAfter(LIFE_CHECK);
            default -> control;
        };
    }

    private static boolean isYoung(MigrationRun run, Instant now) {
        return Instant.parse(run.getMetadata().getCreationTimestamp())
                .plus(YOUTH)
                .isAfter(now);
    }

    @Override
    public ErrorStatusUpdateControl<MigrationRun> updateErrorStatus(
            MigrationRun run, Context<MigrationRun> context, Exception exception) {
        var status = RunStatuses.hindered(run, Standing.hindered(exception), clock.instant());
        return status.equals(run.getStatus())
                ? ErrorStatusUpdateControl.noStatusUpdate()
                : ErrorStatusUpdateControl.patchStatus(Patches.ofStatus(new MigrationRun(), run, status));
    }

    @Override
    public List<EventSource<?, MigrationRun>> prepareEventSources(EventSourceContext<MigrationRun> context) {
        var jobs = InformerEventSourceConfiguration.from(Job.class, MigrationRun.class)
                .withName("jobs")
                .withLabelSelector(Labels.SELECTOR)
                .withOnUpdateFilter(new BeyondReadiness())
                .build();
        var pods = InformerEventSourceConfiguration.from(Pod.class, MigrationRun.class)
                .withName("pods")
                .withLabelSelector(Labels.SELECTOR)
                .withSecondaryToPrimaryMapper(pod -> Set.of(new ResourceID(
                        pod.getMetadata().getLabels().get(Labels.RUN),
                        pod.getMetadata().getNamespace())))
                .build();
        var settling = InformerEventSourceConfiguration.from(MigrationRun.class, MigrationRun.class)
                .withName("settling")
                .withSecondaryToPrimaryMapper(
                        run -> Optional.ofNullable(run.getSpec().settles()).stream()
                                .map(name ->
                                        new ResourceID(name, run.getMetadata().getNamespace()))
                                .collect(Collectors.toSet()))
                .build();
        return List.of(
                new InformerEventSource<>(jobs, context),
                new InformerEventSource<>(pods, context),
                new InformerEventSource<>(settling, context),
                progress.eventSource(),
                new Departures<>(progress::forget));
    }
}
