package dev.stillhouse.operator.run;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The log of a runner that has ended, read from its beginning to its end for the plan in it. */
final class FinalReading {
    private final Semaphore seats;
    private final RunnerLog log;
    private final long begun = System.nanoTime();
    private @Nullable LogStream stream;
    private Optional<String> trouble = Optional.empty();
    private boolean over;

    private FinalReading(Semaphore seats, RunnerLog log) {
        this.seats = seats;
        this.log = log;
    }

    /** Begins to read, unless too many are being read; {@code ended} is called when it is over. */
    static Optional<FinalReading> begin(Pod pod, LogSource logs, PlanBudget budget, Semaphore seats, Runnable ended) {
        if (!seats.tryAcquire()) {
            return Optional.empty();
        }
        var reading = new FinalReading(seats, new RunnerLog(budget));
        reading.open(pod, logs, ended);
        return Optional.of(reading);
    }

    private synchronized void open(Pod pod, LogSource logs, Runnable ended) {
        stream = logs.open(pod, LogStart.BEGINNING, log::hear, failed -> {
            end(failed);
            ended.run();
        });
    }

    private synchronized void end(Optional<String> failed) {
        if (!over) {
            over = true;
            trouble = failed;
            seats.release();
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Whether there was no room for the plan at that time. */
    boolean isCrowdedOut() {
        return log.isPlanCrowdedOut();
    }

    /** What came of it. */
    synchronized HeardPlan plan() {
        if (!over) {
            return new HeardPlan.Awaited();
        }
        if (!(log.plan() instanceof HeardPlan.None)) {
            return log.plan();
        }
        return trouble.<HeardPlan>map(
                        why -> new HeardPlan.Lost("the log of the run's pod could not be read: %s.".formatted(why)))
                .orElseGet(HeardPlan.None::new);
    }

    /** Gives up what takes longer than that. Returns whether it did. */
    synchronized boolean endAfter(Duration patience) {
        if (over || System.nanoTime() - begun < patience.toNanos()) {
            return false;
        }
        closeStream();
        end(Optional.of("it did not come within %d seconds".formatted(patience.toSeconds())));
        return true;
    }

    /** What was read is of no use. */
    synchronized void close() {
        closeStream();
        end(Optional.empty());
        log.dropPlan();
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
        }
    }
}
