package dev.stillhouse.runner.database;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A run that is given up for lost, and may be alive: its pod can have outlived its Job, or its node the connection to the
 * cluster. What is told of it once the database is read has to stay true, so that its sessions on this database are ended
 * before. One that waits for the lock finds its connection gone, and does nothing any more.
 */
public final class ConcludedRun {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Connection connection;
    private final String run;
    private final String sessions;

    /**
     * @param run namespace and name
     * @param sessions the {@code application_name} of its sessions
     */
    ConcludedRun(Connection connection, String run, String sessions) {
        this.connection = connection;
        this.run = run;
        this.sessions = sessions;
    }

    /** Ends its sessions. Returns the trouble, or nothing once there are none. */
    public Optional<Trouble> end() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            List<Integer> left = left();
            while (!left.isEmpty()) {
                if (System.nanoTime() > until) {
                    return Optional.of(stays(left, "they did not end in " + PATIENCE.toSeconds() + " s"));
                }
                for (int pid : left) {
                    Sql.list(connection, "SELECT pg_terminate_backend(?)", row -> row.getBoolean(1), pid);
                }
                Thread.sleep(POLL);
                left = left();
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(stays(List.of(), String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Trouble(Reason.Cancelled, "The run was interrupted. Nothing was changed."));
        }
    }

    private List<Integer> left() throws SQLException {
        return Sql.list(
                connection,
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = ?"
                        + " AND pid <> pg_backend_pid()",
                row -> row.getInt(1),
                sessions);
    }

    private Trouble stays(List<Integer> pids, String why) {
        return new Trouble(
                Reason.DatabaseBusy,
                "Run " + run + ", which was given up for lost, has sessions on this database that cannot be ended"
                        + (pids.isEmpty() ? "" : " (backends " + pids + ")") + ": " + why
                        + ". Until they are gone it is not known what it has done. The next attempt tries again; a"
                        + " superuser ends them with: SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                        + " application_name = '" + sessions + "'.");
    }
}
