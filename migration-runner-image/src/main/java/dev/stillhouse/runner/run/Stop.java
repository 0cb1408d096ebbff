package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether the run is to end before its time. The first cause counts. Safe for several threads. */
public final class Stop {
    private @Nullable StopCause cause;
    private Runnable reaction = () -> {};

    public void request(StopCause why) {
        Runnable now;
        synchronized (this) {
            if (cause != null) {
                return;
            }
            cause = why;
            now = reaction;
            notifyAll();
        }
        now.run();
    }

    public synchronized Optional<StopCause> cause() {
        return Optional.ofNullable(cause);
    }

    public synchronized boolean isRequested() {
        return cause != null;
    }

    /** Waits for that long, unless a stop is requested meanwhile: false then. */
    synchronized boolean pause(Duration duration) {
        Deadline end = Deadline.in(duration);
        try {
            while (cause == null && !end.isOver()) {
                TimeUnit.NANOSECONDS.timedWait(this, end.remaining().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return cause == null;
    }

    /**
     * The trouble before anything was changed: what was stopped from outside failed because of that, whatever it looked
     * like.
     */
    Trouble explain(Trouble trouble) {
        return cause().filter(why -> trouble.reason() == Reason.BridgeLost)
                .map(why -> new Trouble(why.reason(), why.sentence() + ". Nothing was changed." + why.advice()))
                .orElse(trouble);
    }

    /** What ends the work in hand; replaces the reaction before, and runs at once if a stop was requested already. */
    public void react(Runnable next) {
        synchronized (this) {
            reaction = next;
            if (cause == null) {
                return;
            }
        }
        next.run();
    }

    /** Requests a stop when the time is over. */
    public void at(Deadline deadline) {
        Thread.ofPlatform().daemon().name("deadline").start(() -> {
            try {
                Thread.sleep(deadline.remaining());
                request(StopCause.DEADLINE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The moment at which a run has to end. */
    public record Deadline(long nanoTime) {

        public static Deadline in(Duration duration) {
            return new Deadline(System.nanoTime() + duration.toNanos());
        }

        /** By this machine's clock, looked at once: what happens to it later does not matter. */
        public static Deadline at(Instant end, Clock clock) {
            return in(Duration.between(clock.instant(), end));
        }

        /** Never negative. */
        public Duration remaining() {
            return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
        }

        public boolean isOver() {
            return remaining().isZero();
        }

        /** The same with this much less time. */
        public Deadline earlierBy(Duration duration) {
            return new Deadline(nanoTime - duration.toNanos());
        }
    }
}
