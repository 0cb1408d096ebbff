package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.operator.cache.LeanStore;
import dev.stillhouse.operator.claim.Claims;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Departures;
import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.MeaningfulUpdate;
import dev.stillhouse.operator.cluster.RoutineRuns;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.cluster.StatusWriter;
import dev.stillhouse.operator.cluster.Stopwatches;
import dev.stillhouse.operator.metrics.RunMetrics;
import dev.stillhouse.report.Reason;
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
        informer =
                @Informer(
                        onAddFilter = NotEnded.class,
                        onUpdateFilter = MeaningfulUpdate.class,
                        itemStore = LeanStore.class,
                        informerListLimit = LeanStore.PAGE),
        generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 1_000, maxInterval = 30_000)
class MigrationRunReconciler implements Reconciler<MigrationRun> {
    /** How soon to look again at a run whose Job is to be created, or waits for something else to go. */
    private static final Duration START_CHECK = Duration.ofSeconds(3);
    /** How old what a run that waits for its turn says of the others may become; when its turn has come it is told so. */
    private static final Duration QUEUE_CHECK = Duration.ofMinutes(5);
    /** How soon to look again whether the DatabaseMigration names the run: its status is written a moment after the run. */
    private static final Duration NAMING_CHECK = Duration.ofMillis(150);
    /** For how long such a run is looked at so often. */
    private static final Duration YOUTH = Duration.ofMinutes(2);
    /** How soon to ask again for the plan of a run that has ended, if nobody says before that it is there. */
    private static final Duration PLAN_CHECK = Duration.ofSeconds(2);
    /** How soon to look again at a pod that has long been in trouble, or may have gone with its node. */
    private static final Duration LIFE_CHECK = Duration.ofSeconds(30);

    /** How soon to look, once the end is on record, whether the Job has come to its end too. */
    private static final Duration END_CHECK = Duration.ofSeconds(1);

    private final RunActor actor;
    private final PlanActor plans;
    private final ProgressFollower progress;
    private final EventRecorder events;
    private final RunMetrics metrics;
    private final Clock clock;
    private final Claims claims;
    private final RunQueue queue;
    private final StatusWriter statuses;
    private final Stopwatches watches;
    private final LastWords lastWords = new LastWords();

    MigrationRunReconciler(
            RunActor actor,
            PlanActor plans,
            ProgressFollower progress,
            EventRecorder events,
            RunMetrics metrics,
            Clock clock,
            Claims claims,
            RunQueue queue,
            StatusWriter statuses,
            Stopwatches watches) {
        this.actor = actor;
        this.plans = plans;
        this.progress = progress;
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
        this.claims = claims;
        this.queue = queue;
        this.statuses = statuses;
        this.watches = watches;
    }

    @Override
    public UpdateControl<MigrationRun> reconcile(MigrationRun run, Context<MigrationRun> context) {
        return claims.ifOurs(run, () -> reconcileOurs(run, context));
    }

    private UpdateControl<MigrationRun> reconcileOurs(MigrationRun run, Context<MigrationRun> context) {
        var now = clock.instant();
        var world = RunObserver.observe(run, context, progress, queue, watches, lastWords);
        var kept = plans.keep(world);
        var admitted = queue.admit(run, RunDecider.decide(world, now));
        var decision = actor.act(world, admitted, now);
        queue.note(world, admitted, decision);
        return switch (decision) {
            case RunDecision.Clear clear -> UpdateControl.noUpdate();
            case RunDecision.Rest(var again) -> {
                forget(run);
                yield rest(again, now);
            }
            // It is a matter of moments, and not worth a write.
            case RunDecision.AwaitPlan await ->
                UpdateControl.<MigrationRun>noUpdate().rescheduleAfter(PLAN_CHECK);
            default -> report(context, world, decision, kept, now);
        };
    }

    private static UpdateControl<MigrationRun> rest(Optional<Instant> again, Instant now) {
        var control = UpdateControl.<MigrationRun>noUpdate();
        return again.map(due -> control.rescheduleAfter(Duration.between(now, due)))
                .orElse(control);
    }

    private UpdateControl<MigrationRun> report(
            Context<MigrationRun> context,
            RunSnapshot world,
            RunDecision decision,
            Optional<PlanDocument> kept,
            Instant now) {
        var run = world.run();
        var standing = RunStanding.of(world, decision);
        var status = RunStatuses.of(world, decision, standing, kept, now);
        var old = run.getStatus();
        if (Conditions.isNews(old == null ? null : old.conditions(), status.conditions())
                && (standing.isTrouble() || !RoutineRuns.isRoutine(run))) {
            events.record(run, standing, "", now);
        }
        RehearsalWarning.of(run, decision).ifPresent(warning -> {
            events.record(run, warning, "", now);
            events.record(RehearsalWarning.migration(run), warning, "", now);
        });
        // One that is over already is not reported.
        if (status.phase() != null && status.phase().terminal()) {
            metrics.count(run, status);
        }
        var control = statuses.write(context, run, status);
        return switch (decision) {
            case RunDecision.Launch launch -> control.rescheduleAfter(START_CHECK);
            case RunDecision.Pend(var reason, var message)
            when reason == Reason.Queued -> control.rescheduleAfter(QUEUE_CHECK);
            case RunDecision.Pend pend
            when world.job().isEmpty() && isYoung(world, now) -> control.rescheduleAfter(NAMING_CHECK);
            case RunDecision.Pend pend -> control.rescheduleAfter(startCheck(world, now));
            case RunDecision.Follow follow -> control.rescheduleAfter(LIFE_CHECK);
            case RunDecision.Finish finish -> control.rescheduleAfter(END_CHECK);
            case RunDecision.Fail fail -> control.rescheduleAfter(END_CHECK);
            case RunDecision.Settle settle -> control.rescheduleAfter(END_CHECK);
            case RunDecision.Lose lose -> control.rescheduleAfter(END_CHECK);
            case RunDecision.AwaitSettlement await ->
                Leftover.due(world).isPresent() ? control.rescheduleAfter(LIFE_CHECK) : control;
            default -> control;
        };
    }

    private static Duration startCheck(RunSnapshot world, Instant now) {
        return world.pod().isPresent()
                        || world.job().filter(job -> !world.isForeign(job)).isPresent()
                ? StartChecks.next(world.seen().there())
                : isYoung(world, now) ? START_CHECK : LIFE_CHECK;
    }

    /** By both clocks: an operator that has just begun to work does not look often at what has waited for days. */
    private static boolean isYoung(RunSnapshot world, Instant now) {
        return world.seen().open().compareTo(YOUTH) < 0
                && Instant.parse(world.run().getMetadata().getCreationTimestamp())
                        .plus(YOUTH)
                        .isAfter(now);
    }

    private void forget(MigrationRun run) {
        metrics.forget(run);
        watches.forget(run.getMetadata().getUid());
        lastWords.forget(run);
    }

    @Override
    public ErrorStatusUpdateControl<MigrationRun> updateErrorStatus(
            MigrationRun run, Context<MigrationRun> context, Exception exception) {
        var status = RunStatuses.hindered(run, Standing.hindered(exception), clock.instant());
        return statuses.writeHindered(context, run, status);
    }

    @Override
    public List<EventSource<?, MigrationRun>> prepareEventSources(EventSourceContext<MigrationRun> context) {
        var jobs = InformerEventSourceConfiguration.from(Job.class, MigrationRun.class)
                .withName("jobs")
                .withItemStore(new LeanStore<>())
                .withInformerListLimit(LeanStore.PAGE)
                .withLabelSelector(Labels.SELECTOR)
                .withOnUpdateFilter(new BeyondReadiness())
                .build();
        var pods = InformerEventSourceConfiguration.from(Pod.class, MigrationRun.class)
                .withName("pods")
                .withItemStore(new LeanStore<>())
                .withInformerListLimit(LeanStore.PAGE)
                .withLabelSelector(Labels.SELECTOR)
                .withSecondaryToPrimaryMapper(pod -> Set.of(new ResourceID(
                        pod.getMetadata().getLabels().get(Labels.RUN),
                        pod.getMetadata().getNamespace())))
                .build();
        var settling = InformerEventSourceConfiguration.from(MigrationRun.class, MigrationRun.class)
                .withName("settling")
                // Without pages: for one of few that match, the API server reads and decodes all runs that there are.
                .withLabelSelector(Labels.SETTLES)
                .withItemStore(new LeanStore<>())
                .withSecondaryToPrimaryMapper(
                        run -> Optional.ofNullable(run.getSpec().settlesRef()).stream()
                                .map(lost -> new ResourceID(
                                        lost.name(), run.getMetadata().getNamespace()))
                                .collect(Collectors.toSet()))
                .build();
        var cachedJobs = new RunJobs(jobs, context);
        queue.readFrom(new CachedRuns(context.getPrimaryCache(), cachedJobs));
        return List.of(
                cachedJobs,
                new RunPods(pods, context, lastWords),
                new InformerEventSource<>(settling, context),
                progress.eventSource(),
                queue.eventSource(),
                statuses.overtaken(MigrationRun.class),
                new Departures<>(run -> {
                    progress.forget(run);
                    forget(run);
                    queue.leave(run);
                }));
    }
}
