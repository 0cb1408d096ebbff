package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.LastingSession;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection whose settings decide nothing about how a value is written, so that equal rows have equal texts. */
public final class NeutralSession implements AutoCloseable {
    private static final int LOCK_TIMEOUT_MILLIS = 60_000;
    private static final int ROWS_OF_A_PAGE = 500;
    private static final String NEXT_PAGE = "FETCH " + ROWS_OF_A_PAGE + " FROM pages";
    private static final List<String> SETTINGS = List.of(
            "SET datestyle = 'ISO, YMD'",
            "SET intervalstyle = 'postgres'",
            "SET timezone = 'UTC'",
            "SET extra_float_digits = 3",
            "SET bytea_output = 'hex'",
            "SET standard_conforming_strings = on",
            "SET lc_monetary = 'C'",
            "SET xmloption = 'content'",
            "SET quote_all_identifiers = off",
            "SET search_path = ''",
            "SET row_security = off",
            "SET jit = off",
            // Whoever opens a cursor reads all of it.
            "SET cursor_tuple_fraction = 1",
            "SET max_parallel_workers_per_gather = 0",
            "SET lock_timeout = " + LOCK_TIMEOUT_MILLIS);

    /** A backend that waits for a lock does not notice otherwise that its client is gone. Since PostgreSQL 14. */
    private static final String LOOK_FOR_CLIENT = "client_connection_check_interval";

    private final Connection connection;
    private final Cancellation cancellation;
    private boolean looksForClient;

    private NeutralSession(Connection connection, Cancellation cancellation) {
        this.connection = connection;
        this.cancellation = cancellation;
    }

    public static Result<NeutralSession> open(
            DatabaseUrl url, @Nullable String role, String applicationName, Cancellation cancellation) {
        return new Connector(url, applicationName).connect().then(connection -> {
            NeutralSession session = new NeutralSession(connection, cancellation);
            try {
                // One that reads a large table says nothing for hours.
                connection.setNetworkTimeout(Runnable::run, 0);
                if (role != null) {
                    session.execute("SET ROLE " + Sql.quote(role));
                }
                LastingSession.keep(connection);
                for (String setting : SETTINGS) {
                    session.execute(setting);
                }
                session.looksForClient = session.knows(LOOK_FOR_CLIENT) && session.canLookForClient();
                return Result.ok(session);
            } catch (SQLException e) {
                session.close();
                return failed(e);
            }
        });
    }

    private boolean knows(String setting) throws SQLException {
        return one("SELECT count(*) FROM pg_settings WHERE name = ?", row -> row.getInt(1) == 1, setting);
    }

    private boolean canLookForClient() {
        try {
            execute("SET " + LOOK_FOR_CLIENT + " = 1000");
            return true;
        } catch (SQLException e) {
            // The server's platform cannot (macOS, Windows).
            return false;
        }
    }

    /**
     * What lets the sessions of other programs end with their clients too. Empty where the server cannot, and behind a
     * pooler, which may refuse a connection with options.
     */
    public Optional<String> optionsOfPrograms() throws SQLException {
        return looksForClient && Sql.isDirect(connection)
                ? Optional.of("-c " + LOOK_FOR_CLIENT + "=1000")
                : Optional.empty();
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                Cancellation.Handle handle = cancellable()) {
            statement.execute(sql);
        }
    }

    /** The same with values; an array of texts is one. */
    public void execute(String sql, Object value) throws SQLException {
        try (Cancellation.Handle handle = cancellable()) {
            Sql.update(connection, sql, value);
        }
    }

    /** Returns how many rows were changed. */
    public long update(String sql) throws SQLException {
        try (Cancellation.Handle handle = cancellable()) {
            return Sql.update(connection, sql);
        }
    }

    public <T> List<T> list(String sql, Sql.Row<T> row, @Nullable Object... arguments) throws SQLException {
        try (Cancellation.Handle handle = cancellable()) {
            return Sql.list(connection, sql, row, arguments);
        }
    }

    /** What is done with each row, which the result set is at. */
    public interface Each {
        void take(ResultSet row) throws SQLException;
    }

    /** Reads any number of rows, of which some are in memory at a time. In a transaction, and one such query at a time. */
    public void each(String sql, Each row, String argument) throws SQLException {
        execute("DECLARE pages NO SCROLL CURSOR FOR " + sql, argument);
        Sql.Row<Boolean> taken = at -> {
            row.take(at);
            return true;
        };
        boolean more = true;
        while (more) {
            more = list(NEXT_PAGE, taken).size() == ROWS_OF_A_PAGE;
        }
        execute("CLOSE pages");
    }

    private Cancellation.Handle cancellable() throws SQLException {
        Cancellation.Handle handle = cancellation.ending(() -> Sql.cancel(connection));
        if (cancellation.requested()) {
            handle.close();
            throw new SQLException("stopped");
        }
        return handle;
    }

    public <T> T one(String sql, Sql.Row<T> row, @Nullable Object... arguments) throws SQLException {
        List<T> values = list(sql, row, arguments);
        if (values.size() != 1) {
            throw new SQLException("one row expected, " + values.size() + " found: " + sql);
        }
        return values.getFirst();
    }

    /** What is read in a transaction without keeping its locks: on a table, and on each of its indexes. */
    public interface Reading<T> {
        T read() throws SQLException;
    }

    /** Reads, and gives the locks up that it took; the transaction and its snapshot stay, even where the reading fails. */
    public <T> T unlocked(Reading<T> reading) throws SQLException {
        execute("SAVEPOINT reading");
        T value;
        try {
            value = reading.read();
        } catch (SQLException e) {
            try {
                giveUpReading();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        giveUpReading();
        return value;
    }

    private void giveUpReading() throws SQLException {
        execute("ROLLBACK TO SAVEPOINT reading");
        execute("RELEASE SAVEPOINT reading");
    }

    /** What an error of the live database means for a backup. */
    public static <T> Result<T> failed(SQLException e) {
        String said = SqlWords.of(e);
        return switch (Objects.requireNonNullElse(e.getSQLState(), "")) {
            case "55P03" ->
                Result.failed(
                        Reason.LockTimeout,
                        "The backup waited " + LOCK_TIMEOUT_MILLIS / 1000
                                + " s for a lock (ACCESS SHARE) on a table and" + " gave up: " + said
                                + ". Something else holds it exclusively, or waits to; end that, or wait.");
            case "42501" ->
                Result.failed(
                        Reason.BackupNotPermitted,
                        "The user of the URL (or spec.database.role) may not read all that a backup has to hold: "
                                + said
                                + ". Grant what is missing; pg_read_all_data lets it read every table and sequence. Or"
                                + " leave tables out of the backup by name: spec.backup.exclude.");
            default -> Result.failed(Reason.DumpFailed, "The contents of the database cannot be read: " + said + ".");
        };
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
