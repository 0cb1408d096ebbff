package dev.stillhouse.runner.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Queries in one line. */
public final class Sql {

    /** Makes a value of the row that the result set is at. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    public static <T> List<T> list(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, arguments);
            List<T> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(row.read(rows));
                }
            }
            return List.copyOf(values);
        }
    }

    /** Returns how many rows were changed. */
    public static long update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, arguments);
            return statement.executeLargeUpdate();
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(
                    i + 1,
                    arguments[i] instanceof String[] texts
                            ? statement.getConnection().createArrayOf("text", texts)
                            : arguments[i]);
        }
    }

    public static <T> T one(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        List<T> values = list(connection, sql, row, arguments);
        if (values.size() != 1) {
            throw new SQLException("one row expected, " + values.size() + " found: " + sql);
        }
        return values.getFirst();
    }

    static Object array(Connection connection, Collection<Integer> pids) throws SQLException {
        return connection.createArrayOf("int4", pids.toArray());
    }

    /** Ends what the connection is at; called from another thread. */
    public static void cancel(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            // It has ended, or the connection is gone.
        }
    }

    /** Whether the session is with the server itself: a pooler gives out process ids of its own. */
    public static boolean isDirect(Connection connection) throws SQLException {
        return backendPid(connection) == connection.unwrap(PGConnection.class).getBackendPID();
    }

    /** The process on the server that serves the session at this moment. */
    static int backendPid(Connection connection) throws SQLException {
        return one(connection, "SELECT pg_backend_pid()", row -> row.getInt(1));
    }

    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
