package dev.stillhouse.runner.database;

import dev.stillhouse.runner.model.LockHolder;
import dev.stillhouse.runner.model.LockKey;
import dev.stillhouse.runner.model.RunLocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The lock that lets one run at a time work on a database: a session's advisory lock, which PostgreSQL keeps per database
 * and releases when the session ends, whatever became of the runner. It is not free either while the project of another
 * run is still at work, whose runner has gone.
 */
public final class AdvisoryLock {
    private final Connection connection;
    private final RunLocks locks;

    AdvisoryLock(Connection connection, RunLocks locks) {
        this.connection = connection;
        this.locks = locks;
    }

    /** Takes the lock if it is free. */
    public boolean tryTake() throws SQLException {
        // Before, as a run whose project works takes its lost lock again, and must not find it taken for nothing.
        if (othersAtWork().isPresent() || !call("pg_try_advisory_lock", RunLocks.DATABASE)) {
            return false;
        }
        // Afterwards too: a project that begins to work looks at this lock when it has its own, so that one of the two
        // sees the other.
        if (othersAtWork().isEmpty()) {
            return true;
        }
        call("pg_advisory_unlock", RunLocks.DATABASE);
        return false;
    }

    /** Shows the other sessions of this run that this one is in the same database of the same server. */
    void show() throws SQLException {
        call("pg_try_advisory_lock_shared", locks.runner());
    }

    /** True if the backend that serves this session now is the one that holds the lock. */
    public boolean isHeldHere() throws SQLException {
        return Sql.one(
                connection,
                "SELECT EXISTS (SELECT FROM pg_locks l WHERE " + held("l", RunLocks.DATABASE)
                        + " AND l.pid = pg_backend_pid())",
                row -> row.getBoolean(1));
    }

    /** Who is in the way: who holds the lock, or is still at work for another run; empty if nobody is. */
    public Optional<LockHolder> holder() throws SQLException {
        Optional<LockHolder> holder = first(held("l", RunLocks.DATABASE));
        return holder.isPresent() ? holder : othersAtWork();
    }

    /** True if this run's project is at work, and keeps others out itself. */
    public boolean isProjectAtWork() throws SQLException {
        return Sql.one(
                connection,
                "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_locks o USING (pid) WHERE " + held("l", RunLocks.WORK)
                        + " AND " + held("o", locks.sessions()) + ")",
                row -> row.getBoolean(1));
    }

    private Optional<LockHolder> othersAtWork() throws SQLException {
        return first(held("l", RunLocks.WORK) + " AND NOT EXISTS (SELECT FROM pg_locks o WHERE o.pid = l.pid AND "
                + held("o", locks.sessions()) + ")");
    }

    private Optional<LockHolder> first(String which) throws SQLException {
        List<LockHolder> holders = Sql.list(
                connection,
                "SELECT l.pid, a.application_name, a.usename, host(a.client_addr),"
                        + " to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS \"UTC\"')"
                        + " FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid WHERE " + which,
                row -> new LockHolder(
                        row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
        return holders.stream().findFirst();
    }

    private boolean call(String function, LockKey key) throws SQLException {
        return Sql.one(
                connection, "SELECT " + function + "(?, ?)", row -> row.getBoolean(1), key.classId(), key.objectId());
    }

    /** That a row of {@code pg_locks} says that a session has this lock, in this database. */
    static String held(String row, LockKey key) {
        return "%1$s.locktype = 'advisory' AND %1$s.granted AND %1$s.objsubid = 2 AND %1$s.classid::bigint = %2$d"
                        .formatted(row, key.classId())
                + " AND %1$s.objid::bigint = %2$d AND %1$s.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                        .formatted(row, key.objectId());
    }
}
