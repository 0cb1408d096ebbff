package dev.stillhouse.runner.postgres;

import dev.stillhouse.runner.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A materialized view that is filled from other servers, through whatever is between. */
record ForeignView(String schema, String name) {
    private static final String ALL = """
            WITH RECURSIVE edges (class, object, on_class, on_object) AS (
                SELECT 'pg_class'::regclass, w.ev_class, d.refclassid, d.refobjid
                FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite w ON w.oid = d.objid
                WHERE d.classid = 'pg_rewrite'::regclass
                UNION ALL
                SELECT d.classid, d.objid, d.refclassid, d.refobjid
                FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_proc'::regclass
                UNION ALL
                SELECT 'pg_class'::regclass, i.inhparent, 'pg_class'::regclass, i.inhrelid FROM pg_catalog.pg_inherits i),
            foreigners (class, object) AS (
                SELECT 'pg_class'::regclass::oid, c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'f'
                UNION
                SELECT e.class, e.object FROM foreigners f JOIN edges e ON e.on_class = f.class AND e.on_object = f.object)
            SELECT n.nspname, c.relname
            FROM foreigners f
            JOIN pg_catalog.pg_class c ON f.class = 'pg_class'::regclass AND c.oid = f.object
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'm' ORDER BY 1, 2
            """;

    static List<ForeignView> all(Connection connection) throws SQLException {
        return Sql.list(connection, ALL, row -> new ForeignView(row.getString(1), row.getString(2)));
    }

    boolean isFilledBy(ArchiveEntry entry) {
        return entry.refreshes(schema, name);
    }

    /** What is to be said of those that would have been filled. */
    static List<String> unfilled(List<ForeignView> views, List<ArchiveEntry> entries) {
        List<String> names = views.stream()
                .filter(view -> entries.stream().anyMatch(view::isFilledBy))
                .map(view -> view.schema() + "." + view.name())
                .toList();
        return names.isEmpty()
                ? List.of()
                : List.of("Not filled in the copy, as they are filled from other servers: " + String.join(", ", names)
                        + ".");
    }
}
