package dev.stillhouse.runner.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries in one line. */
final class Sql {

    /** Makes a value of the row that the result set is at. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    static <T> List<T> list(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<T> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(row.read(rows));
                }
            }
            return List.copyOf(values);
        }
    }

    static <T> T one(Connection connection, String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
        List<T> values = list(connection, sql, row, arguments);
        if (values.size() != 1) {
            throw new SQLException("one row expected, " + values.size() + " found: " + sql);
        }
        return values.getFirst();
    }

    static Object array(Connection connection, Collection<Integer> pids) throws SQLException {
        return connection.createArrayOf("int4", pids.toArray());
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
