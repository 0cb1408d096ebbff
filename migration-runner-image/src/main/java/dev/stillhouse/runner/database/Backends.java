package dev.stillhouse.runner.database;

import dev.stillhouse.runner.model.Blockage;
import dev.stillhouse.runner.model.RunLocks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the project's backends, and ends them. */
public final class Backends {
    private final Connection connection;
    private final String mark;

    Backends(Connection connection, RunLocks locks) {
        this.connection = connection;
        this.mark = AdvisoryLock.held("l", locks.sessions());
    }

    /**
     * A backend of the project. With its start it stays the same one even if the number is given out again.
     *
     * @param started as PostgreSQL writes it; absent where it is hidden from this user
     */
    public record Backend(int pid, @Nullable String started) {}

    /**
     * The project's backends in this database, by the lock that each of its sessions has. A process id alone would not do:
     * the project may also talk to other servers, which give out the same numbers.
     */
    public List<Backend> find() throws SQLException {
        return Sql.list(
                connection,
                "SELECT a.pid, a.backend_start::text FROM pg_stat_activity a WHERE a.pid IN"
                        + " (SELECT l.pid FROM pg_locks l WHERE " + mark + ")",
                row -> new Backend(row.getInt(1), row.getString(2)));
    }

    /** Those of the backends that are in a statement or a transaction. */
    public List<Backend> busy(Collection<Backend> backends) throws SQLException {
        if (backends.isEmpty()) {
            return List.of();
        }
        List<Backend> found = Sql.list(
                connection,
                "SELECT pid, backend_start::text FROM pg_stat_activity"
                        + " WHERE pid = ANY (?) AND state IS DISTINCT FROM 'idle'",
                row -> new Backend(row.getInt(1), row.getString(2)),
                pids(backends));
        return found.stream().filter(backends::contains).toList();
    }

    /** Cancels the statements that the backends are in. */
    public void cancel(Collection<Backend> backends) throws SQLException {
        signal("pg_cancel_backend", backends);
    }

    /** Ends the backends. */
    public void terminate(Collection<Backend> backends) throws SQLException {
        signal("pg_terminate_backend", backends);
    }

    private void signal(String function, Collection<Backend> backends) throws SQLException {
        for (Backend backend : backends) {
            Sql.list(
                    connection,
                    "SELECT " + function + "(a.pid) FROM pg_stat_activity a WHERE a.pid = ?"
                            + " AND a.backend_start::text IS NOT DISTINCT FROM ? AND (a.backend_start IS NOT NULL"
                            + " OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND " + mark + "))",
                    row -> row.getBoolean(1),
                    backend.pid(),
                    backend.started());
        }
    }

    /**
     * Who is in the way of the backends, one entry per backend in the way; others come before the project's own. Only of
     * those that wait for a lock, as far as this user sees it: the question stops all locking on the server for a moment.
     */
    public List<Blockage> blockages(Collection<Backend> backends) throws SQLException {
        if (backends.isEmpty()) {
            return List.of();
        }
        return Sql.list(connection, """
                SELECT coalesce(
                         (SELECT 'a lock on ' || coalesce(nullif(l.relation::regclass::text, ''), l.locktype)
                            FROM pg_locks l WHERE l.pid = w.pid AND NOT l.granted LIMIT 1), 'a lock'),
                       b.pid, a.application_name, a.usename, host(a.client_addr), a.state,
                       to_char(coalesce(a.state_change, a.query_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
                       extract(epoch FROM clock_timestamp() - coalesce(a.state_change, a.query_start))::bigint,
                       b.pid = ANY (?) AS own
                  FROM unnest(?) AS p (pid)
                  JOIN pg_stat_activity w ON w.pid = p.pid AND (w.wait_event_type = 'Lock' OR w.backend_start IS NULL)
                 CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
                  LEFT JOIN pg_stat_activity a ON a.pid = b.pid
                 ORDER BY own, b.pid""", Backends::blockage, pids(backends), pids(backends));
    }

    private static Blockage blockage(ResultSet row) throws SQLException {
        long seconds = row.getLong(8);
        return new Blockage(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.wasNull() ? null : seconds,
                row.getBoolean(9));
    }

    private Object pids(Collection<Backend> backends) throws SQLException {
        List<Integer> pids = new ArrayList<>();
        backends.forEach(backend -> pids.add(backend.pid()));
        return Sql.array(connection, pids);
    }
}
