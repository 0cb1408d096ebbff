package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Follows the standard output of runners at work and remembers the last word of each, and its plan. It only informs: what
 * a run did is decided from its report and the database, so a lost line costs nothing but the plan's text. Nobody who asks
 * has to wait.
 */
@ApplicationScoped
class ProgressFollower {
    private static final Logger LOG = Logger.getLogger(ProgressFollower.class);
    private static final long TICK_MILLIS = 1000;

    /** For the plans of all runs that are not kept yet: eight of the largest. */
    private static final long PLANS = 8L * PlanAssembly.MAX_BYTES;

    /** Logs of ended runners that are read from their beginning at the same time. */
    private static final int SEATS = 8;

    private final FollowedLog.Shared shared;
    private final SimpleInboundEventSource<MigrationRun> news = new SimpleInboundEventSource<>("progress");
    private final Map<ResourceID, FollowedLog> followed = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress-ticker").factory());

    @Inject
    ProgressFollower(KubernetesClient client) {
        this(client, Patience.USUAL, PLANS, SEATS);
    }

    ProgressFollower(KubernetesClient client, Patience patience, long plans, int seats) {
        shared = new FollowedLog.Shared(
                (pod, from, hear, ended) -> LogStream.open(client, pod, from, hear, trouble -> {
                    trouble.ifPresent(why -> LOG.debugf(
                            "The log of pod %s broke off: %s", pod.getMetadata().getName(), why));
                    ended.accept(trouble);
                }),
                new PlanBudget(plans),
                new Semaphore(seats),
                patience);
        var _ = ticker.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The source of events by which a run is reconciled when its runner has said something. */
    SimpleInboundEventSource<MigrationRun> eventSource() {
        return news;
    }

    Optional<Progress> latest(MigrationRun run) {
        return found(run).flatMap(FollowedLog::latest);
    }

    /** The whole plan of a run, if its runner has told it so far. */
    HeardPlan plan(MigrationRun run) {
        return found(run).map(FollowedLog::plan).orElseGet(HeardPlan.None::new);
    }

    /** The whole plan of a run whose runner has ended; it is reconciled when one that is awaited has come. */
    HeardPlan finalPlan(MigrationRun run, Pod pod) {
        return of(run, pod).finalPlan();
    }

    /** The plan of a run needs not be remembered any more. */
    void dropPlan(MigrationRun run) {
        found(run).ifPresent(FollowedLog::dropPlan);
    }

    /**
     * Follows the runner of a pod, on from where it was heard. A leader that takes over needs the last word only: a plan
     * that the one before it heard and did not keep is read when the run has come to its end.
     */
    void follow(MigrationRun run, Pod pod) {
        of(run, pod).follow(RunOutcomes.phase(run) == RunPhase.Running ? LogStart.LAST_LINES : LogStart.BEGINNING);
    }

    private Optional<FollowedLog> found(MigrationRun run) {
        return Optional.ofNullable(followed.get(ResourceID.fromResource(run)));
    }

    private FollowedLog of(MigrationRun run, Pod pod) {
        found(run).filter(log -> !log.isOf(pod)).ifPresent(other -> forget(run));
        return followed.computeIfAbsent(
                ResourceID.fromResource(run), id -> new FollowedLog(pod, shared, () -> wake(id)));
    }

    void forget(MigrationRun run) {
        Optional.ofNullable(followed.remove(ResourceID.fromResource(run))).ifPresent(FollowedLog::close);
    }

    private void wake(ResourceID id) {
        if (news.isRunning()) {
            news.propagateEvent(id);
        }
    }

    /** Whatever goes wrong, the next second comes: all runs depend on it. */
    private void tick() {
        try {
            followed.values().forEach(FollowedLog::endOverdue);
            Rota.next(followed.values().stream()
                            .flatMap(log -> log.waiting().stream())
                            .toList())
                    .forEach(FollowedLog::tell);
        } catch (RuntimeException e) {
            LOG.warnf("The progress of runs was not told in this second: %s", e);
        }
    }

    @PreDestroy
    void close() {
        ticker.shutdownNow();
        followed.values().forEach(FollowedLog::close);
    }
}
