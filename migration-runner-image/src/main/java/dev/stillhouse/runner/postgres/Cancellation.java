package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import java.util.ArrayList;
import java.util.List;

/** The wish to stop, and what there is to end when it comes. Once it was expressed it stays. Safe for several threads. */
public final class Cancellation {
    private final List<Runnable> endings = new ArrayList<>();
    private boolean requested;

    /** Ends all that is in hand, and whatever is begun later. */
    public void now() {
        List<Runnable> all;
        synchronized (this) {
            requested = true;
            all = List.copyOf(endings);
        }
        all.forEach(Runnable::run);
    }

    public synchronized boolean requested() {
        return requested;
    }

    /** Has {@code ending} run if the wish comes before the handle is closed; at once if it came already. */
    public Handle ending(Runnable ending) {
        boolean already;
        synchronized (this) {
            endings.add(ending);
            already = requested;
        }
        if (already) {
            ending.run();
        }
        return () -> {
            synchronized (this) {
                endings.remove(ending);
            }
        };
    }

    /** What a piece of work that was stopped comes to. */
    public static Trouble trouble() {
        return new Trouble(Reason.Cancelled, "The backup was stopped before it was complete.");
    }

    /** Takes an ending back. */
    public interface Handle extends AutoCloseable {
        @Override
        void close();
    }
}
