package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The first connection of a run. The network of a pod that has just started may come a moment later: the proxy of a mesh or a
 * policy is not in place yet, the cluster's DNS is overloaded, or the server is starting. What was asked for once does not fail
 * of that.
 */
final class FirstConnection {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Journal journal;
    private final Stop stop;

    FirstConnection(Journal journal, Stop stop) {
        this.journal = journal;
        this.stop = stop;
    }

    /** Connects; a connection that cannot be made is tried again for ten seconds, unless the run is to end. */
    Result<Database> open(DatabaseUrl url, Supplier<Result<Database>> connect) {
        journal.say("Connecting to " + url.place() + ".");
        Deadline end = Deadline.in(PATIENCE);
        Result<Database> first = connect.get();
        Result<Database> last = first;
        while (mayPass(last) && !end.isOver() && stop.pause(PAUSE)) {
            if (last == first) {
                journal.say("It cannot be reached yet; trying again for %d seconds.".formatted(PATIENCE.toSeconds()));
            }
            last = connect.get();
        }
        return last;
    }

    private static boolean mayPass(Result<Database> result) {
        return result instanceof Result.Failed<Database>(var trouble)
                && (trouble.reason() == Reason.ConnectionFailed || trouble.reason() == Reason.IdentityFailed);
    }
}
