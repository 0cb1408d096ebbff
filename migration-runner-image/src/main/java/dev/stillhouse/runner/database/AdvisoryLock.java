package dev.stillhouse.runner.database;

import dev.stillhouse.runner.model.LockHolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The lock that lets one run at a time work on a database: a session's advisory lock, which PostgreSQL keeps per database
 * and releases when the session ends, whatever became of the runner. Its two keys are "STIL" and "HOUS" in ASCII.
 */
public final class AdvisoryLock {
    static final int CLASS_ID = 0x5354494C;
    static final int OBJECT_ID = 0x484F5553;

    private final Connection connection;

    AdvisoryLock(Connection connection) {
        this.connection = connection;
    }

    /** Takes the lock if it is free. */
    public boolean tryTake() throws SQLException {
        return Sql.one(connection, "SELECT pg_try_advisory_lock(?, ?)", row -> row.getBoolean(1), CLASS_ID, OBJECT_ID);
    }

    /** True if the backend that serves this session now is the one that holds the lock. */
    public boolean isHeldHere() throws SQLException {
        return Sql.one(
                connection,
                "SELECT EXISTS (SELECT FROM pg_locks WHERE " + OURS + " AND pid = pg_backend_pid())",
                row -> row.getBoolean(1),
                CLASS_ID,
                OBJECT_ID);
    }

    /** Who holds the lock; empty if nobody does. */
    public Optional<LockHolder> holder() throws SQLException {
        List<LockHolder> holders = Sql.list(
                connection,
                "SELECT l.pid, a.application_name, a.usename, host(a.client_addr),"
                        + " to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS \"UTC\"')"
                        + " FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid WHERE " + OURS,
                row -> new LockHolder(
                        row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
                CLASS_ID,
                OBJECT_ID);
        return holders.stream().findFirst();
    }

    private static final String OURS = "locktype = 'advisory' AND granted AND objsubid = 2"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND classid::bigint = ? AND objid::bigint = ?";
}
