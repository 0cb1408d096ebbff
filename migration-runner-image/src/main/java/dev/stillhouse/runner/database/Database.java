package dev.stillhouse.runner.database;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.RunLocks;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runner's own session: one connection that carries the advisory lock, and that is used for everything that the
 * runner asks PostgreSQL itself. It is idle while the project works, so that there is always a connection to look and to
 * cancel with, even if the server takes no more. Used by one thread at a time.
 */
public final class Database implements AutoCloseable {
    private final Connector connector;
    private final RunLocks locks;
    private Connection connection;

    private Database(Connector connector, RunLocks locks, Connection connection) {
        this.connector = connector;
        this.locks = locks;
        this.connection = connection;
    }

    /**
     * Connects, and refuses a pooler that has no sessions.
     *
     * @param applicationName as {@code pg_stat_activity} shows this session
     * @param locks those of the run
     */
    public static Result<Database> connect(DatabaseUrl url, String applicationName, RunLocks locks) {
        Connector connector = new Connector(url, applicationName);
        return connector.connect().then(connection -> {
            Database database = new Database(connector, locks, connection);
            return PoolerCheck.refuse(connection, connector)
                    .or(database::settle)
                    .<Result<Database>>map(trouble -> {
                        database.close();
                        return Result.failed(trouble);
                    })
                    .orElseGet(() -> Result.ok(database));
        });
    }

    /** For work that no project has a part in. */
    public static Result<Database> connect(DatabaseUrl url, String applicationName) {
        return connect(url, applicationName, RunLocks.draw(new SecureRandom()));
    }

    private Optional<Trouble> settle() {
        try {
            LastingSession.keep(connection);
            lock().show();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(new Trouble(
                    Reason.ConnectionFailed, "The connection broke right after it was made: " + e.getMessage()));
        }
    }

    /** Connects again after the connection was lost; the advisory lock is not held then. */
    public boolean reconnect() {
        close();
        return switch (connector.connect()) {
            case Result.Ok<Connection>(Connection fresh) -> {
                connection = fresh;
                yield settle().isEmpty();
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
        return new AdvisoryLock(connection, locks);
    }

    public ConcludedRun concluded(RunRequest.Lost run) {
        return new ConcludedRun(connection, run.run(), SessionName.of(run));
    }

    public Backends backends() {
        return new Backends(connection, locks);
    }

    public VersionRows versionRows(@Nullable String role) {
        return new VersionRows(connection, role);
    }

    public Holdings holdings() {
        return new Holdings(connection);
    }

    /** For looking around as the role, each statement for a limited time. */
    public Looking looking(@Nullable String role, Duration atMost) {
        return new Looking(connection, role, atMost);
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
