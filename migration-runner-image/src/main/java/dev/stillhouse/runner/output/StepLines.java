package dev.stillhouse.runner.output;

import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Progress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the lines of a run, and of those about its steps no more than can be read: a thousand steps in a second are told
 * four times. A line stands for all before it. The newest one comes out soon even if nothing follows, as the step that it
 * names may be the one that hangs; any other line comes after it. Safe for several threads.
 */
public final class StepLines {
    /** So that a run of a few steps is told whole. */
    private static final int AT_ONCE = 32;

    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final ProgressSink sink;
    private final LongSupplier nanoTime;
    private final Timer timer;
    private final Allowance allowance = new Allowance(AT_ONCE, INTERVAL.toNanos());
    private @Nullable Supplier<Progress> newest;

    /** Runs something later, in another thread. */
    interface Timer {
        void in(long nanos, Runnable task);
    }

    public StepLines(ProgressSink sink) {
        this(
                sink,
                System::nanoTime,
                (nanos, task) -> CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS)
                        .execute(task));
    }

    StepLines(ProgressSink sink, LongSupplier nanoTime, Timer timer) {
        this.sink = sink;
        this.nanoTime = nanoTime;
        this.timer = timer;
    }

    /** Tells a line now. */
    public synchronized void write(Progress line) {
        tellNewest();
        sink.write(line);
    }

    /** As {@link ProgressSink#keepsPlans()}. */
    public boolean keepsPlans() {
        return sink.keepsPlans();
    }

    /** Tells a piece of the whole plan now. */
    public synchronized void write(PlanChunk chunk) {
        tellNewest();
        sink.write(chunk);
    }

    /** Tells a line about a step, now or soon; not at all, and it isn't made, if another one takes its place before. */
    public synchronized void writeStep(Supplier<Progress> line) {
        boolean waiting = newest != null;
        newest = line;
        if (!waiting) {
            tellWhenAllowed();
        }
    }

    private synchronized void tellWhenAllowed() {
        if (newest == null) {
            return;
        }
        long wait = allowance.use(nanoTime.getAsLong());
        if (wait == 0) {
            tellNewest();
        } else {
            timer.in(wait, this::tellWhenAllowed);
        }
    }

    private void tellNewest() {
        Supplier<Progress> line = newest;
        if (line != null) {
            newest = null;
            sink.write(line.get());
        }
    }
}
