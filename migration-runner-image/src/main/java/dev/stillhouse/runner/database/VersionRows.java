package dev.stillhouse.runner.database;

import dev.stillhouse.runner.model.Plan.VersionTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Alembic's version rows without Alembic.
 *
 * <p>A version table without a schema is found by the search path, and the project may have set another one than this
 * session has. {@link #locate} settles which table it is while the rows are known from the project itself.
 */
public final class VersionRows {
    private final Connection connection;
    private final @Nullable String role;

    VersionRows(Connection connection, @Nullable String role) {
        this.connection = connection;
        this.role = role;
    }

    /** The table with its schema, if one is found that has these rows; otherwise the table as it was given. */
    public VersionTable locate(VersionTable table, List<String> rows) throws SQLException {
        return transaction(() -> {
            for (String schema : schemas(table)) {
                if (rows(schema, table.name()).equals(rows)) {
                    return new VersionTable(schema, table.name());
                }
            }
            return table;
        });
    }

    /** The rows, sorted; none if there is no such table. */
    public List<String> read(VersionTable table) throws SQLException {
        return transaction(() -> {
            List<String> schemas = schemas(table);
            return schemas.isEmpty() ? List.of() : rows(schemas.getFirst(), table.name());
        });
    }

    private interface Reading<T> {
        T read() throws SQLException;
    }

    private <T> T transaction(Reading<T> reading) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (role != null) {
                // For this transaction only: the role may not be one that may cancel the project's backends.
                Sql.one(connection, "SELECT set_config('role', ?, true)", row -> row.getString(1), role);
            }
            return reading.read();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** The schemas that have such a table, first the one that the search path finds. */
    private List<String> schemas(VersionTable table) throws SQLException {
        String schema = table.schema();
        String sql = "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE c.relname = ? AND c.relkind IN ('r', 'p')";
        return schema == null
                ? Sql.list(
                        connection,
                        sql + " ORDER BY pg_table_is_visible(c.oid) DESC, 1",
                        row -> row.getString(1),
                        table.name())
                : Sql.list(connection, sql + " AND n.nspname = ?", row -> row.getString(1), table.name(), schema);
    }

    private List<String> rows(String schema, String name) throws SQLException {
        String qualified = Sql.quote(schema) + "." + Sql.quote(name);
        return Sql.list(connection, "SELECT version_num FROM " + qualified, row -> row.getString(1)).stream()
                .sorted()
                .toList();
    }
}
