package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.OperatorConfig;
import dev.stillhouse.operator.claim.Claims;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.metrics.QueueMetrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Lets no more runs be at work at once than the limits say. What is at work and what waits is read from the cache of runs and
 * Jobs, so that an operator that starts knows it. Only what the cache does not know yet is kept here: two runs that are
 * reconciled in the same moment would take the same place otherwise.
 */
@ApplicationScoped
class RunQueue {
    /** What is known of an open run beyond the cache. */
    private enum Mark {
        /** It was let in; its Job is, or is about to be, created. */
        TAKEN,
        /** Kubernetes did not take its Job, or another of its name is there. It keeps nobody from a place until it asks again. */
        ASIDE,
        /** It is over, and its status is being written. */
        LEFT
    }

    private final RunLimits limits;
    private final Predicate<MigrationRun> isOthers;
    private final SimpleInboundEventSource<MigrationRun> turns = new SimpleInboundEventSource<>("queue");
    private final Consumer<ResourceID> waker;
    private final Map<String, Mark> marks = new HashMap<>();
    private Optional<OpenRuns> runs = Optional.empty();

    @Inject
    RunQueue(OperatorConfig config, Claims claims, QueueMetrics metrics, Clock clock) {
        limits = RunLimits.of(config);
        isOthers = claims::isTheirs;
        waker = this::propagate;
        metrics.show(
                () -> snapshot().atWork().size(),
                () -> snapshot().waiting().size(),
                () -> snapshot().longestWait(clock.instant()));
    }

    /** @param waker is told of the runs whose turn it has become */
    RunQueue(RunLimits limits, OpenRuns runs, Consumer<ResourceID> waker) {
        this.limits = limits;
        this.isOthers = run -> false;
        this.waker = waker;
        this.runs = Optional.of(runs);
    }

    synchronized void readFrom(OpenRuns source) {
        runs = Optional.of(source);
    }

    /** The source of events by which a run is reconciled when its turn has come. */
    SimpleInboundEventSource<MigrationRun> eventSource() {
        return turns;
    }

    private void propagate(ResourceID run) {
        if (turns.isRunning()) {
            turns.propagateEvent(run);
        }
    }

    /** Whether it is the turn of a run that could be launched. Whoever asks is in the line again, if it stood aside. */
    synchronized Turn turnOf(MigrationRun run) {
        marks.remove(uid(run), Mark.ASIDE);
        return marks.get(uid(run)) == Mark.TAKEN
                ? Turn.now()
                : Objects.requireNonNull(line(Optional.of(run)).turns().get(uid(run)), "whoever asks is in the line");
    }

    /** The decision, unless it is to launch a run and somebody else has taken its place in the meantime. */
    RunDecision admit(MigrationRun run, RunDecision decision) {
        return decision instanceof RunDecision.Launch
                ? Queueing.of(run, take(run)).orElse(decision)
                : decision;
    }

    private synchronized Turn take(MigrationRun run) {
        var turn = turnOf(run);
        if (turn instanceof Turn.Now) {
            marks.put(uid(run), Mark.TAKEN);
        }
        return turn;
    }

    /**
     * What was done about a run, after {@code admitted} was to be done: whoever gives up a place lets others in. One whose
     * Job is refused, or has something else where it is to be, keeps nobody from a place until it asks again.
     */
    void note(RunSnapshot world, RunDecision admitted, RunDecision done) {
        var isRefused = admitted instanceof RunDecision.Launch && !(done instanceof RunDecision.Launch);
        if (isEnd(done)) {
            leave(world.run());
        } else if (isRefused || world.job().filter(world::isForeign).isPresent()) {
            giveUp(world.run(), Mark.ASIDE);
        } else if (world.phase() == RunPhase.Unrecognized) {
            wakeNext();
        }
    }

    /** The run is over, or gone. */
    void leave(MigrationRun run) {
        giveUp(run, Mark.LEFT);
    }

    private void giveUp(MigrationRun run, Mark mark) {
        List<ResourceID> next;
        synchronized (this) {
            marks.put(uid(run), mark);
            next = next();
        }
        next.forEach(waker);
    }

    private void wakeNext() {
        next().forEach(waker);
    }

    /** Those that wait and whose turn it is. */
    private synchronized List<ResourceID> next() {
        var line = line(Optional.empty());
        var found = line.turns();
        return line.waiting().stream()
                .filter(place -> found.get(place.uid()) instanceof Turn.Now)
                .map(place -> new ResourceID(place.name(), place.namespace()))
                .toList();
    }

    /** All that are at work, and all that wait. */
    synchronized WaitingLine snapshot() {
        return runs.isPresent() ? line(Optional.empty()) : new WaitingLine(List.of(), List.of(), limits);
    }

    private WaitingLine line(Optional<MigrationRun> asking) {
        var atWork = new ArrayList<Place>();
        var waiting = new ArrayList<Place>();
        var open = new HashSet<String>();
        asking.ifPresent(run -> {
            waiting.add(Place.of(run));
            open.add(uid(run));
        });
        for (var run : runs.orElseThrow().all()) {
            if (open.add(uid(run)) && !isOthers.test(run)) {
                if (isAtWork(run)) {
                    atWork.add(Place.of(run));
                } else if (isWaiting(run)) {
                    waiting.add(Place.of(run));
                }
            }
        }
        marks.keySet().retainAll(open);
        return new WaitingLine(atWork, waiting, limits);
    }

    /**
     * A run in a phase that only a newer version knows is never told to be over by this one, so that its Job alone counts, for
     * as long as that could be at work.
     */
    private boolean isAtWork(MigrationRun run) {
        if (RunOutcomes.phase(run) == RunPhase.Unrecognized) {
            return runs.orElseThrow().hasOpenJob(run);
        }
        var mark = marks.get(uid(run));
        return mark == Mark.TAKEN || (mark == null && hasJob(run));
    }

    private boolean isWaiting(MigrationRun run) {
        return !marks.containsKey(uid(run))
                && RunOutcomes.phase(run) == RunPhase.Pending
                && run.getMetadata().getDeletionTimestamp() == null;
    }

    private boolean hasJob(MigrationRun run) {
        return Optional.ofNullable(run.getStatus())
                        .map(MigrationRunStatus::job)
                        .map(MigrationRunStatus.JobRef::uid)
                        .isPresent()
                || runs.orElseThrow().hasJob(run);
    }

    /** Whether nothing of the run is at work any more. One of unknown outcome needs another run, which needs a place. */
    private static boolean isEnd(RunDecision decision) {
        return switch (decision) {
            case RunDecision.Finish finish -> true;
            case RunDecision.Fail fail -> true;
            case RunDecision.Lose lose -> true;
            case RunDecision.Settle settle -> true;
            case RunDecision.Launch launch -> false;
            case RunDecision.Pend pend -> false;
            case RunDecision.Follow follow -> false;
            case RunDecision.Stop stop -> false;
            case RunDecision.Withdraw withdraw -> false;
            case RunDecision.AwaitPlan await -> false;
            case RunDecision.AwaitSettlement await -> false;
            case RunDecision.Clear clear -> false;
            case RunDecision.Rest rest -> false;
        };
    }

    private static String uid(MigrationRun run) {
        return run.getMetadata().getUid();
    }
}
