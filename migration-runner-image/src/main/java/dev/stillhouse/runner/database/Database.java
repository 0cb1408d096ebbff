package dev.stillhouse.runner.database;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The runner's own session: one connection that carries the advisory lock, and that is used for everything that the
 * runner asks PostgreSQL itself. It is idle while the project works, so that there is always a connection to look and to
 * cancel with, even if the server takes no more. Used by one thread at a time.
 */
public final class Database implements AutoCloseable {
    private final Connector connector;
    private Connection connection;

    private Database(Connector connector, Connection connection) {
        this.connector = connector;
        this.connection = connection;
    }

    /**
     * Connects, and refuses a pooler that has no sessions.
     *
     * @param applicationName as {@code pg_stat_activity} shows this session
     */
    public static Result<Database> connect(DatabaseUrl url, String applicationName) {
        Connector connector = new Connector(url, applicationName);
        return connector.connect().then(connection -> {
            Database database = new Database(connector, connection);
            return PoolerCheck.refuse(connection, connector)
                    .<Result<Database>>map(trouble -> {
                        database.close();
                        return Result.failed(trouble);
                    })
                    .orElseGet(() -> Result.ok(database));
        });
    }

    /** Connects again after the connection was lost; the advisory lock is not held then. */
    public boolean reconnect() {
        close();
        return switch (connector.connect()) {
            case Result.Ok<Connection>(Connection fresh) -> {
                connection = fresh;
                yield true;
            }
            case Result.Failed<Connection> failed -> false;
        };
    }

    /** True if the server answers on this session. */
    public boolean isAlive() {
        try {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The process on the server that serves this session. */
    public int backendPid() throws SQLException {
        return Sql.backendPid(connection);
    }

    public Result<ServerIdentity> identity() {
        try {
            return Result.ok(Sql.one(
                    connection,
                    "SELECT current_database(), current_setting('server_version'),"
                            + " pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean",
                    row -> new ServerIdentity(
                            row.getString(1), version(row.getString(2)), systemIdentifier(), row.getBoolean(3))));
        } catch (SQLException e) {
            return Result.failed(Reason.ConnectionFailed, "The server did not tell its identity: " + e.getMessage());
        }
    }

    /** "17.6 (Debian 17.6-1)" without the packager's part. */
    private static String version(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private @Nullable String systemIdentifier() {
        try {
            return Sql.one(
                    connection, "SELECT system_identifier::text FROM pg_control_system()", row -> row.getString(1));
        } catch (SQLException e) {
            // Some hosted servers do not let their users see it.
            return null;
        }
    }

    public AdvisoryLock lock() {
        return new AdvisoryLock(connection);
    }

    public Backends backends() {
        return new Backends(connection);
    }

    public VersionRows versionRows(@Nullable String role) {
        return new VersionRows(connection, role);
    }

    public Holdings holdings() {
        return new Holdings(connection);
    }

    public VersionTables versionTables() {
        return new VersionTables(connection);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone either way.
        }
    }
}
