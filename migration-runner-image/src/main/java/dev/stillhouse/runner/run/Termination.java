package dev.stillhouse.runner.run;

import dev.stillhouse.runner.model.StopCause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and Ctrl-C: asks the run to stop, waits for its report, and ends the process before the kubelet would kill it.
 */
public final class Termination {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Stop stop;
    private final Runnable giveUp;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int exitCode = 1;

    private Termination(Stop stop, Runnable giveUp) {
        this.stop = stop;
        this.giveUp = giveUp;
    }

    /**
     * Listens from now on.
     *
     * @param giveUp what is still to be told if the run does not end in time
     */
    public static Termination install(Stop stop, Runnable giveUp) {
        Termination termination = new Termination(stop, giveUp);
        Runtime.getRuntime().addShutdownHook(new Thread(termination::shutDown, "termination"));
        return termination;
    }

    /** The run has its report. */
    public void ended(int code) {
        exitCode = code;
        end.countDown();
    }

    private void shutDown() {
        if (end.getCount() == 0) {
            return;
        }
        stop.request(StopCause.TERMINATION);
        try {
            if (!end.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                giveUp.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The exit code tells the outcome, not the signal.
        Runtime.getRuntime().halt(exitCode);
    }
}
