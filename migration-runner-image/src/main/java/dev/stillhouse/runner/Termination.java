package dev.stillhouse.runner;

import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.run.Execution;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** SIGTERM: asks the run to stop, waits for its report, and ends the process before the kubelet would kill it. */
final class Termination {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Execution execution;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int exitCode = 1;

    private Termination(Execution execution) {
        this.execution = execution;
    }

    static Termination install(Execution execution) {
        Termination termination = new Termination(execution);
        Runtime.getRuntime().addShutdownHook(new Thread(termination::shutDown, "termination"));
        return termination;
    }

    /** The run has its report. */
    void ended(int code) {
        exitCode = code;
        end.countDown();
    }

    private void shutDown() {
        if (end.getCount() == 0) {
            return;
        }
        execution.stop().request(StopCause.TERMINATION);
        try {
            if (!end.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                execution.giveUp();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The exit code tells the outcome, not the signal.
        Runtime.getRuntime().halt(exitCode);
    }
}
