package dev.stillhouse.runner.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database holds that could be lost. */
public final class Holdings {
    /**
     * Tables, materialized views, sequences and large objects that neither belong to the system nor to an extension, as
     * https://www.postgresql.org/docs/current/catalog-pg-class.html tells them.
     */
    private static final String ANY = """
            SELECT EXISTS (
                SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'm', 'S', 'f')
                  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
                  AND NOT (c.relname = ?::text AND (?::text IS NULL OR n.nspname = ?::text))
                  AND NOT EXISTS (
                      SELECT FROM pg_depend d
                      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
              OR EXISTS (SELECT FROM pg_largeobject_metadata)
            """;

    private final Connection connection;

    Holdings(Connection connection) {
        this.connection = connection;
    }

    /** Whether there is nothing at all, not even a version table. */
    public boolean isBare() throws SQLException {
        return isEmpty(null, "");
    }

    /** Whether there is nothing but, perhaps, the version table; without a schema one of that name in any schema. */
    public boolean isEmpty(@Nullable String versionSchema, String versionTable) throws SQLException {
        return !Sql.one(connection, ANY, row -> row.getBoolean(1), versionTable, versionSchema, versionSchema);
    }
}
