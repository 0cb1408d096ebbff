package dev.stillhouse.runner.copies;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Maintenance;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether a server has as many connections to spare as a copy takes. */
final class FreeConnections {
    /**
     * Those of the server, and those of the user; a superuser's are not limited. What kind a session of somebody else is only members
     * of pg_read_all_stats see: it counts if it has a database and a user.
     */
    private static final String FREE = """
            SELECT least(
                current_setting('max_connections')::int - coalesce(current_setting('superuser_reserved_connections', true)::int, 0)
                    - coalesce(current_setting('reserved_connections', true)::int, 0)
                    - (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL AND usesysid IS NOT NULL
                        AND coalesce(backend_type, 'client backend') = 'client backend'),
                CASE WHEN r.rolconnlimit >= 0 AND NOT r.rolsuper
                    THEN r.rolconnlimit - (SELECT count(*) FROM pg_stat_activity WHERE usename = r.rolname) END)
              FROM pg_roles r WHERE r.rolname = session_user""";

    private FreeConnections() {}

    /** Those that pg_restore has, or those who read the copy, whichever are more. */
    static int needed(int jobs) {
        return Math.max(jobs, 2) + 1;
    }

    static Result<Maintenance> check(Maintenance server, CopyHost.OnServer host, int jobs) {
        try {
            Connection connection = server.connection();
            long free = Sql.one(connection, FREE, row -> row.getLong(1));
            return free >= needed(jobs)
                    ? Result.ok(server)
                    : Result.failed(new Trouble(
                            Reason.ConnectionFailed,
                            "The server " + host.url().place() + " has " + Math.max(0, free)
                                    + " connections to spare for "
                                    + Sql.quote(host.url().user()) + ", and a copy of the database takes "
                                    + needed(jobs)
                                    + ". Raise max_connections, or the user's CONNECTION LIMIT, end idle sessions, or lower"
                                    + " spec.backup.jobs."));
        } catch (SQLException e) {
            return Result.failed(
                    Reason.ConnectionFailed, "The server cannot be asked for its connections: " + SqlWords.of(e) + ".");
        }
    }
}
