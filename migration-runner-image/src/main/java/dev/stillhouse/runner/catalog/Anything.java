package dev.stillhouse.runner.catalog;

import dev.stillhouse.runner.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether there is anything in a database that somebody could miss, wherever it is. */
final class Anything {
    /** With more than these it is hardly empty, and nobody waits for an answer. */
    private static final int LOOKED_INTO = 100;

    /** Below that number are PostgreSQL's own. A table without a page has no row, not even one that is not committed yet. */
    private static final String SUSPICIOUS = """
            SELECT n.nspname || '.' || c.relname
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid >= 16384 AND n.nspname !~ '^pg_(toast|temp)'
               AND (c.relkind = 'f'
                    OR c.relkind IN ('r', 'm') AND pg_relation_size(c.oid) <> 0
                    OR c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                          AND d.refclassid = 'pg_class'::regclass))
             LIMIT %d
            """.formatted(LOOKED_INTO + 1);

    private static final String LARGE_OBJECTS = "SELECT 1 FROM pg_largeobject_metadata LIMIT 1";

    private final Connection connection;

    Anything(Connection connection) {
        this.connection = connection;
    }

    /** Unknown too where the transaction was broken before; it may be afterwards. */
    Contents read() {
        try {
            return asked();
        } catch (SQLException e) {
            // It took too long, or somebody has a table for himself.
            return Contents.UNKNOWN;
        }
    }

    private Contents asked() throws SQLException {
        if (!Sql.list(connection, LARGE_OBJECTS, row -> row.getInt(1)).isEmpty()) {
            return Contents.SOMETHING;
        }
        Set<String> names = Set.copyOf(Sql.list(connection, SUSPICIOUS, row -> row.getString(1)));
        if (names.isEmpty()) {
            return Contents.NOTHING;
        }
        return names.size() > LOOKED_INTO ? Contents.UNKNOWN : of(names);
    }

    private Contents of(Set<String> names) throws SQLException {
        Catalog catalog = new CatalogReader(connection)
                .read(new Questions(names.stream().collect(Collectors.toMap(name -> name, name -> Set.of())), false));
        List<Contents> all =
                names.stream().flatMap(name -> of(catalog.named(name))).toList();
        return all.contains(Contents.SOMETHING)
                ? Contents.SOMETHING
                : all.contains(Contents.UNKNOWN) ? Contents.UNKNOWN : Contents.NOTHING;
    }

    private static Stream<Contents> of(List<Relation> relations) {
        return relations.isEmpty()
                ? Stream.of(Contents.UNKNOWN)
                : relations.stream().map(it -> it.kind() == Relation.Kind.TABLE ? it.contents() : Contents.SOMETHING);
    }
}
