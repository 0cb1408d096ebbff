package dev.stillhouse.operator.run;

import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The log of one run: followed while its runner is at work, and read once more when it has ended and its plan was not heard
 * whole. Nothing in here waits.
 */
final class FollowedLog {
    private static final HeardPlan NONE = new HeardPlan.None();
    private static final HeardPlan AWAITED = new HeardPlan.Awaited();

    private final Pod pod;
    private final Shared shared;
    private final Runnable wake;
    private final RunnerLog log;
    private @Nullable LogStream stream;
    private long openedAt;
    /** Whether nothing that the runner has said was left out. */
    private boolean fromBeginning = true;

    private boolean beginningRead;
    private @Nullable FinalReading reading;
    private @Nullable Long askedAt;
    private Optional<Progress> told = Optional.empty();
    private long toldAt = Long.MIN_VALUE;
    private boolean closed;

    /** What all logs have in common. */
    record Shared(LogSource logs, PlanBudget budget, Semaphore seats, Patience patience) {}

    /** @param wake is called when something is there that the run waits for */
    FollowedLog(Pod pod, Shared shared, Runnable wake) {
        this.pod = pod;
        this.shared = shared;
        this.wake = wake;
        this.log = new RunnerLog(shared.budget());
    }

    boolean isOf(Pod other) {
        return pod.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    /**
     * Follows it from there on; if it was heard up to some time, from then on, and if its last lines had no word of the
     * runner's, from the beginning. Does nothing while it is being followed.
     */
    synchronized void follow(LogStart first) {
        if (closed || log.hasSaidGoodbye() || isFollowed()) {
            return;
        }
        closeStream();
        var from = log.heardUntil().map(LogStart::since).orElse(isReadInVain() ? LogStart.BEGINNING : first);
        beginningRead |= from.equals(LogStart.BEGINNING);
        fromBeginning = from.equals(LogStart.BEGINNING) || fromBeginning && !from.equals(LogStart.LAST_LINES);
        openedAt = System.nanoTime();
        stream = shared.logs().open(pod, from, this::hear, trouble -> ended());
    }

    private boolean isFollowed() {
        return stream != null
                && stream.isOpen()
                && stream.silentNanos() < shared.patience().silence().toNanos()
                && !isReadInVain();
    }

    /** The word that was said last stands before the lines that were asked for; that is found out once. */
    private boolean isReadInVain() {
        return !fromBeginning
                && !beginningRead
                && log.heardUntil().isEmpty()
                && System.nanoTime() - openedAt > shared.patience().lastLines().toNanos();
    }

    private void hear(String line) {
        if (log.hear(line)) {
            wake.run();
        }
    }

    /** While the pod lives, the next look at the run goes on; a run that has come to its end waits for this. */
    private void ended() {
        boolean awaited;
        synchronized (this) {
            awaited = askedAt != null;
        }
        if (awaited) {
            wake.run();
        }
    }

    /** The last word whose turn it was; the very last once nothing follows. */
    synchronized Optional<Progress> latest() {
        return stream != null && stream.isOpen() ? told : log.latest();
    }

    /** Since when something waits to be told; empty if nothing does. */
    synchronized Optional<Rota.Waiting<FollowedLog>> waiting() {
        return log.hasNews() ? Optional.of(new Rota.Waiting<>(this, toldAt)) : Optional.empty();
    }

    /** It is its turn. */
    void tell() {
        synchronized (this) {
            log.takeNews();
            told = log.latest();
            toldAt = System.nanoTime();
        }
        wake.run();
    }

    /** The plan as far as it was heard. */
    HeardPlan plan() {
        return log.plan();
    }

    /** The plan of a runner that has ended; to be asked again while it is awaited. */
    synchronized HeardPlan finalPlan() {
        if (log.isPlanDropped() || !(log.plan() instanceof HeardPlan.None)) {
            return log.plan();
        }
        if (askedAt == null) {
            askedAt = System.nanoTime();
        }
        return reading == null ? beforeReading() : afterReading(reading);
    }

    private HeardPlan beforeReading() {
        if (fromBeginning && log.hasSaidGoodbye() && !log.isPlanCrowdedOut()) {
            return NONE;
        }
        if (isFollowed() && hasPatienceOf(shared.patience().lastLines().toNanos())) {
            return AWAITED;
        }
        closeStream();
        log.giveUpPieces();
        reading = FinalReading.begin(pod, shared.logs(), shared.budget(), shared.seats(), wake)
                .orElse(null);
        return reading != null || hasPatience() ? AWAITED : crowdedOut();
    }

    private HeardPlan afterReading(FinalReading done) {
        if (!done.isOver() || !done.isCrowdedOut()) {
            return done.plan();
        }
        done.close();
        reading = null;
        return hasPatience() ? AWAITED : crowdedOut();
    }

    private static HeardPlan crowdedOut() {
        return new HeardPlan.Lost("the operator was busy with the plans of too many other runs.");
    }

    private boolean hasPatience() {
        return hasPatienceOf(shared.patience().plan().toNanos());
    }

    private boolean hasPatienceOf(long nanos) {
        return askedAt != null && System.nanoTime() - askedAt < nanos;
    }

    /** Gives up what does not come. */
    void endOverdue() {
        boolean ended;
        synchronized (this) {
            ended = reading != null && reading.endAfter(shared.patience().reading());
        }
        if (ended) {
            wake.run();
        }
    }

    /** The plan is of no use any more. */
    synchronized void dropPlan() {
        log.dropPlan();
        if (reading != null) {
            reading.close();
        }
    }

    synchronized void close() {
        closed = true;
        closeStream();
        dropPlan();
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }
}
