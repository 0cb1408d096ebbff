package dev.stillhouse.runner.run;

import dev.stillhouse.runner.database.Backends.Backend;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.decide.VersionTableChoice;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.run.RunState.Applied;
import dev.stillhouse.runner.run.Stop.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database says after the project has run, once its backends do nothing any more. */
final class Aftermath {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Database database;
    private final Journal journal;
    private final @Nullable String role;

    Aftermath(Database database, Journal journal, @Nullable String role) {
        this.database = database;
        this.journal = journal;
        this.role = role;
    }

    /** Whether the database is where it was when the plan was made, although it was tried to apply it. */
    static boolean isWhereItBegan(RunState state, Applied applied, Journal journal, Duration patience) {
        return state.plan()
                .current()
                .equals(new Aftermath(
                                state.opened().database(),
                                journal,
                                state.request().session().role())
                        .read(state.plan(), applied.before(), applied.backends(), false, patience));
    }

    /**
     * Reads the version rows.
     *
     * @param before version rows by schema, when the plan was made
     * @param orphaned the backends have lost their client: they are ended
     * @param patience how long to wait for the backends and for a server that restarts
     * @return version rows, sorted; null if the server does not answer
     */
    @Nullable
    List<String> read(
            Plan plan, Map<String, List<String>> before, Set<Backend> backends, boolean orphaned, Duration patience) {
        Deadline end = Deadline.in(patience);
        while (true) {
            try {
                if (orphaned) {
                    database.backends().terminate(backends);
                }
                awaitQuiet(backends, end);
                Map<String, List<String>> after = database.versionRows(role).read(plan.versionTable());
                return VersionTableChoice.rows(before, plan.current(), after);
            } catch (SQLException e) {
                if (end.isOver() || !pause()) {
                    journal.say("The version rows could not be read: " + e.getMessage());
                    return null;
                }
                if (!database.isAlive()) {
                    database.reconnect();
                }
            }
        }
    }

    private void awaitQuiet(Set<Backend> backends, Deadline end) throws SQLException {
        while (!database.backends().busy(backends).isEmpty() && !end.isOver() && pause()) {
            // The next look may find them idle.
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
