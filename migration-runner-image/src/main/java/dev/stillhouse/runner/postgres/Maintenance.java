package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.LastingSession;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A session for what is asked of a server as a whole: a database is made, renamed and dropped from another one. */
public final class Maintenance implements AutoCloseable {
    private static final int SECONDS_TO_ANSWER = 10;
    /** CREATE and DROP DATABASE may wait for a checkpoint of a busy server. */
    private static final int PATIENCE = (int) Duration.ofMinutes(30).toMillis();

    private final Connector connector;
    private Connection connection;

    private Maintenance(Connector connector, Connection connection) {
        this.connector = connector;
        this.connection = connection;
    }

    /** Connects to {@code postgres}, else to {@code template1}. */
    public static Result<Maintenance> beside(DatabaseUrl url, String applicationName) {
        List<Trouble> troubles = new ArrayList<>();
        for (String name : List.of("postgres", "template1")) {
            if (!name.equals(url.database())) {
                switch (connect(url, name, applicationName)) {
                    case Result.Ok<Maintenance> ok -> {
                        return ok;
                    }
                    case Result.Failed<Maintenance>(Trouble trouble) -> troubles.add(trouble);
                }
            }
        }
        return Result.failed(
                Reason.BackupNotPermitted,
                "A database is made and renamed from a session in another database of the same server, and neither"
                        + " postgres nor template1 lets the user in: GRANT CONNECT ON DATABASE postgres TO "
                        + Sql.quote(url.user()) + ", or let pg_hba.conf allow it. "
                        + troubles.getFirst().message());
    }

    /** Connects to the database that the URL names. */
    public static Result<Maintenance> inside(DatabaseUrl url, String applicationName) {
        return connect(url, url.database(), applicationName);
    }

    private static Result<Maintenance> connect(DatabaseUrl url, String database, String applicationName) {
        Connector connector = new Connector(url.in(database), applicationName);
        return patient(connector).then(connection -> Result.ok(new Maintenance(connector, connection)));
    }

    private static Result<Connection> patient(Connector connector) {
        return connector.connect().then(connection -> {
            try {
                connection.setNetworkTimeout(Runnable::run, PATIENCE);
                LastingSession.keep(connection);
                return Result.ok(connection);
            } catch (SQLException e) {
                return Result.failed(Reason.ConnectionFailed, "The connection broke at once: " + e.getMessage());
            }
        });
    }

    /** Connects again if the connection was lost: it is idle while pg_restore works. */
    public void refresh() throws SQLException {
        if (!isAlive()) {
            switch (patient(connector)) {
                case Result.Ok<Connection>(Connection fresh) -> connection = fresh;
                case Result.Failed<Connection>(Trouble trouble) -> throw new SQLException(trouble.message());
            }
        }
    }

    /** Whether the connection that was made last still answers. */
    public boolean isAlive() throws SQLException {
        return connection.isValid(SECONDS_TO_ANSWER);
    }

    public Connection connection() {
        return connection;
    }

    /** Major version of the server. */
    public int major() throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
