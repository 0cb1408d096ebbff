package dev.stillhouse.runner.database;

import dev.stillhouse.runner.model.Plan.VersionTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Finds Alembic's version table where no project is asked for its name. */
public final class VersionTables {
    private static final String USUAL = "alembic_version";

    /** What Alembic makes has one column of one name, whatever the table is called. */
    private static final String CANDIDATES = """
            SELECT n.nspname, c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
              AND (SELECT array_agg(a.attname::text) FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) = '{version_num}'
            ORDER BY pg_table_is_visible(c.oid) DESC, 1, 2
            """;

    private final Connection connection;

    VersionTables(Connection connection) {
        this.connection = connection;
    }

    /** The only one there is, or else the one with Alembic's usual name. */
    public Optional<VersionTable> find() throws SQLException {
        List<VersionTable> found =
                Sql.list(connection, CANDIDATES, row -> new VersionTable(row.getString(1), row.getString(2)));
        return found.size() == 1
                ? Optional.of(found.getFirst())
                : found.stream().filter(table -> table.name().equals(USUAL)).findFirst();
    }
}
