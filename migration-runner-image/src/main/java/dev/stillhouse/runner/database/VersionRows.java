package dev.stillhouse.runner.database;

import dev.stillhouse.runner.model.Plan.VersionTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Alembic's version rows without Alembic. */
public final class VersionRows {
    private static final int TABLES_AT_MOST = 500;

    private final Connection connection;
    private final @Nullable String role;

    VersionRows(Connection connection, @Nullable String role) {
        this.connection = connection;
        this.role = role;
    }

    /**
     * Rows by schema, each sorted: of the one table if it is given with its schema, otherwise of all tables of that name
     * that may be read, first the one that the search path finds.
     */
    public Map<String, List<String>> read(VersionTable table) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (role != null) {
                // For this transaction only: the role may not be one that may cancel the project's backends.
                Sql.one(connection, "SELECT set_config('role', ?, true)", row -> row.getString(1), role);
            }
            Map<String, List<String>> rows = new LinkedHashMap<>();
            for (String schema : schemas(table)) {
                rows.put(schema, rows(schema, table.name()));
            }
            return rows;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private List<String> schemas(VersionTable table) throws SQLException {
        String schema = table.schema();
        String sql = "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE c.relname = ? AND c.relkind IN ('r', 'p')";
        return schema == null
                ? Sql.list(
                        connection,
                        sql + " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')"
                                + " ORDER BY pg_table_is_visible(c.oid) DESC, 1 LIMIT " + TABLES_AT_MOST,
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
