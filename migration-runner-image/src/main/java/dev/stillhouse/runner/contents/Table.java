package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table as the catalogs have it.
 *
 * @param kind {@code r}, {@code p} (partitioned) or {@code f} (foreign; listed where it is a partition)
 * @param parent the partitioned table that it is a partition of
 * @param byHash whether its own partitions are told apart by a hash
 * @param readable whether the session may read it
 * @param hidesRows whether row-level security hides rows from the session
 * @param columns those that hold data, sorted: generated ones are computed anew by a restore, whose server may know more
 *     letters
 * @param extension the extension that it belongs to
 * @param bytes its size on the disk, and totalBytes that with its indexes; none where it has partitions
 * @param condition of an extension's table, what of it is the user's; "WHERE …" or empty
 */
record Table(
        long oid,
        QualifiedName name,
        String kind,
        @Nullable Long parent,
        boolean byHash,
        boolean readable,
        boolean hidesRows,
        List<Column> columns,
        String condition,
        @Nullable String extension,
        long bytes,
        long totalBytes) {

    /** The tables that pg_dump dumps, and the foreign partitions. */
    static List<Table> list(NeutralSession session) throws SQLException {
        return session.list(QUERY, Table::read);
    }

    private static final String QUERY = """
            WITH RECURSIVE forms (type, form) AS (
                SELECT t.oid, CASE WHEN t.typname = 'char' THEN 'CHARACTER' WHEN t.typname = 'regrole' THEN 'ROLE'
                    WHEN t.typname = '_regrole' THEN 'ROLES' WHEN t.typelem <> 0 THEN 'NAMES' ELSE 'NAME' END
                FROM pg_catalog.pg_type t
                WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typname ~ '^(char|_?reg[a-z]+)$'
                UNION ALL
                SELECT d.oid, f.form FROM forms f JOIN pg_catalog.pg_type d ON d.typtype = 'd' AND d.typbasetype = f.type)
            SELECT c.oid, n.nspname, c.relname, c.relkind::text,
                (SELECT i.inhparent FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid AND c.relispartition),
                coalesce((SELECT p.partstrat = 'h' FROM pg_catalog.pg_partitioned_table p
                    WHERE p.partrelid = c.oid), false),
                has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
                row_security_active(c.oid),
                ARRAY(SELECT ARRAY[a.attname::text, coalesce(f.form, 'PLAIN')]
                    FROM pg_catalog.pg_attribute a LEFT JOIN forms f ON f.type = a.atttypid
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                    ORDER BY a.attname::text COLLATE "C"),
                coalesce(x.condition, ''),
                (SELECT e.extname FROM pg_catalog.pg_extension e WHERE e.oid = d.refobjid),
                CASE c.relkind WHEN 'r' THEN pg_table_size(c.oid) ELSE 0 END,
                CASE c.relkind WHEN 'r' THEN pg_total_relation_size(c.oid) ELSE 0 END
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                AND d.objsubid = 0 AND d.deptype = 'e'
            LEFT JOIN LATERAL (
                SELECT e.extcondition[u.position] AS condition
                FROM pg_catalog.pg_extension e, unnest(e.extconfig) WITH ORDINALITY AS u(config, position)
                WHERE e.oid = d.refobjid AND u.config = c.oid) x ON true
            WHERE (c.relkind IN ('r', 'p') OR c.relkind = 'f' AND c.relispartition) AND c.relpersistence <> 't'
                AND (x.condition IS NOT NULL
                    OR d.objid IS NULL AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')
            ORDER BY n.nspname::text COLLATE "C", c.relname::text COLLATE "C"
            """;

    private static Table read(ResultSet row) throws SQLException {
        @Nullable String parent = row.getString(5);
        return new Table(
                row.getLong(1),
                new QualifiedName(row.getString(2), row.getString(3)),
                row.getString(4),
                parent == null ? null : Long.valueOf(parent),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                columns((Object[]) row.getArray(9).getArray()),
                row.getString(10),
                row.getString(11),
                row.getLong(12),
                row.getLong(13));
    }

    private static List<Column> columns(Object[] described) {
        return Stream.of(described)
                .map(String[].class::cast)
                .map(column -> new Column(column[0], Column.Form.valueOf(column[1])))
                .toList();
    }

    /** Whether pg_dump reads it. */
    boolean dumped() {
        return !kind.equals("f");
    }

    /** Ask for the roles in its own rows, one for each column that has some. */
    List<String> roleQueries() {
        return columns.stream()
                .flatMap(column -> column.roles().stream())
                .map(roles ->
                        "SELECT r.rolname FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' AND r.oid IN (SELECT "
                                + roles + " FROM ONLY " + name.quoted() + " AS t)")
                .toList();
    }

    /** Counts its rows and adds up their hashes. */
    String contentQuery() {
        String row = "ROW("
                + String.join(", ", columns.stream().map(Column::expression).toList()) + ")";
        // A partitioned table is read with its partitions, any other without its heirs.
        return "SELECT count(*), coalesce(sum(hashtextextended(" + row + "::text COLLATE \"C\", 0)), 0)::text FROM "
                + (kind.equals("p") ? "" : "ONLY ") + name.quoted() + " AS t " + condition;
    }
}
