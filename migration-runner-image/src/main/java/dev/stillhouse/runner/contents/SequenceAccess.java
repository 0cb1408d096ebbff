package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.List;

/**
 * A sequence that a backup would have, and that the session may not read, or that has no definition of its own.
 *
 * @param table the table that it belongs to; 0 if it belongs to none
 * @param identity whether it is part of the definition of that table's column
 */
record SequenceAccess(QualifiedName name, long table, boolean identity, boolean readable) {
    private static final String QUERY = """
            SELECT * FROM (
                SELECT n.nspname, c.relname, coalesce(o.refobjid::bigint, 0), coalesce(o.deptype = 'i', false) AS identity,
                    has_schema_privilege(n.oid, 'USAGE') AND has_sequence_privilege(c.oid, 'SELECT') AS readable
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_catalog.pg_depend o ON o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = c.oid
                    AND o.refclassid = 'pg_catalog.pg_class'::regclass AND o.deptype IN ('a', 'i')
                WHERE c.relkind = 'S' AND c.relpersistence <> 't'
                    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
                ORDER BY n.nspname::text COLLATE "C", c.relname::text COLLATE "C") AS sequences
            WHERE identity OR NOT readable
            """;

    static List<SequenceAccess> list(NeutralSession session) throws SQLException {
        return session.list(
                QUERY,
                row -> new SequenceAccess(
                        new QualifiedName(row.getString(1), row.getString(2)),
                        row.getLong(3),
                        row.getBoolean(4),
                        row.getBoolean(5)));
    }
}
