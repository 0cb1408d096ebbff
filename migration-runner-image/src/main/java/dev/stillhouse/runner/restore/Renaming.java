package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.postgres.Maintenance;
import java.sql.SQLException;
import java.util.List;

/**
 * Renames both databases in one transaction. The first statement locks the database: from then on nobody comes in, not
 * even a superuser, and whoever tries waits for the end. It then waits some seconds for the sessions inside to end, which
 * somebody else has to see to. If anything fails, or the runner is killed, the server takes everything back.
 */
final class Renaming {
    private static final String LOCK_TIMEOUT = "10s";

    private final Maintenance server;
    private final DatabaseNames names;
    private final List<String> more;
    private final int pid;

    /** @param more statements for the new database, in the same transaction */
    Renaming(Maintenance server, DatabaseNames names, List<String> more) throws SQLException {
        this.server = server;
        this.names = names;
        this.more = more;
        this.pid = Sql.one(server.connection(), "SELECT pg_backend_pid()", row -> row.getInt(1));
    }

    /** The process on the server that does it. */
    int pid() {
        return pid;
    }

    void run() throws SQLException {
        server.connection().setAutoCommit(false);
        try {
            server.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
            server.execute(rename(names.database(), names.kept()));
            server.execute(rename(names.fresh(), names.database()));
            for (String statement : more) {
                server.execute(statement);
            }
            server.connection().commit();
        } catch (SQLException e) {
            takeBack(e);
            throw e;
        }
    }

    private void takeBack(SQLException cause) {
        try {
            server.connection().rollback();
            server.connection().setAutoCommit(true);
        } catch (SQLException e) {
            // Without its connection the server takes it back by itself.
            cause.addSuppressed(e);
        }
    }

    private static String rename(String from, String to) {
        return "ALTER DATABASE " + Sql.quote(from) + " RENAME TO " + Sql.quote(to);
    }
}
