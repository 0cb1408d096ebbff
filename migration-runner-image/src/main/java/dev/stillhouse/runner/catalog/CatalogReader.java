package dev.stillhouse.runner.catalog;

import dev.stillhouse.runner.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the catalog in three round trips, or one more for each two hundred tables. Nothing is locked for longer than the caller's transaction,
 * which may be one that can only read. It sees with the rights of the session's role.
 */
public final class CatalogReader {
    /** A table up to this size, in bytes with all below it, is looked into: a second or two from a slow disk. */
    private static final long LOOKED_INTO = 256L << 20;

    /** How many tables and columns are looked into by one statement. */
    private static final int AT_ONCE = 200;

    private static final String RELATIONS = """
            WITH RECURSIVE named AS (
                SELECT c.oid, n.nspname, c.relname, c.relkind
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE (c.relname = ANY (?) OR n.nspname || '.' || c.relname = ANY (?))
                   AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
                   AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_(toast|temp)'
            ), tree (root, oid) AS (
                SELECT oid, oid FROM named
                UNION
                SELECT tree.root, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid
            ), written AS MATERIALIZED (
                SELECT l.relation FROM pg_locks l
                 WHERE l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
                   AND l.pid IS DISTINCT FROM pg_backend_pid()
                   AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareUpdateExclusiveLock', 'ShareLock')
            )
            SELECT oid, nspname, relname, relkind,
                   EXISTS (SELECT FROM pg_trigger t JOIN tree ON tree.oid = t.tgrelid
                            WHERE tree.root = named.oid
                              AND t.tgenabled <> 'D' AND t.tgtype & 16 <> 0
                              AND NOT EXISTS (SELECT FROM pg_constraint k
                                  WHERE k.oid = t.tgconstraint AND k.contype <> 't'))
                     OR EXISTS (SELECT FROM pg_rewrite r JOIN tree ON tree.oid = r.ev_class
                                 WHERE tree.root = named.oid AND r.ev_type = '2')
                     OR EXISTS (SELECT FROM pg_class c JOIN tree ON tree.oid = c.oid
                                 WHERE tree.root = named.oid AND (c.relkind = 'f' OR c.oid <> named.oid AND NOT c.relispartition)),
                   EXISTS (SELECT FROM pg_trigger t JOIN tree ON tree.oid = t.tgrelid
                            WHERE tree.root = named.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
                              AND t.tgtype & 1 = 0 AND t.tgtype & (8 | 16 | 32) <> 0)
                     OR EXISTS (SELECT FROM pg_rewrite r JOIN tree ON tree.oid = r.ev_class
                                 WHERE tree.root = named.oid AND r.ev_type IN ('2', '4')),
                   EXISTS (SELECT FROM pg_attribute a
                            WHERE a.attrelid = named.oid AND a.attgenerated <> '' AND NOT a.attisdropped),
                   EXISTS (SELECT FROM pg_depend d
                            WHERE d.classid = 'pg_class'::regclass AND d.objid = named.oid AND d.deptype = 'a'
                              AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0),
                   relkind IN ('r', 'p') AND has_schema_privilege(nspname, 'USAGE') AND has_table_privilege(oid, 'SELECT') AND NOT row_security_active(oid)
                     AND NOT EXISTS (SELECT FROM written JOIN tree ON tree.oid = written.relation
                                      WHERE tree.root = named.oid),
                   (SELECT array_agg(tree.oid::bigint) FROM tree WHERE tree.root = named.oid)
              FROM named ORDER BY oid
            """;

    private static final String COLUMNS = """
            SELECT a.attrelid, a.attname, CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE n.nspname || '.' END || t.typname,
                   a.atttypmod, t.typtype = 'e'
              FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace n ON n.oid = t.typnamespace
             WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attrelid, a.attnum
            """;

    private record Found(
            long oid,
            String schema,
            String name,
            String kind,
            boolean reactsToUpdates,
            boolean reactsWithoutRows,
            boolean computes,
            boolean belongsToColumn,
            boolean readable,
            List<Long> tree) {
        String qualified() {
            return schema + "." + name;
        }

        String quoted() {
            return Sql.quote(schema) + "." + Sql.quote(name);
        }
    }

    private record FoundColumn(long relation, String name, ColumnType type) {}

    /** @param column empty for that of the whole relation */
    private record Place(long relation, String column) {}

    private record Look(int place, Contents seen) {}

    private final Connection connection;

    public CatalogReader(Connection connection) {
        this.connection = connection;
    }

    /** What there is under the names. Whether there is anything in it may remain unknown; then the transaction may be broken. */
    public Catalog read(Questions questions) throws SQLException {
        Object names =
                connection.createArrayOf("text", questions.columns().keySet().toArray());
        List<Found> found = Sql.list(connection, RELATIONS, CatalogReader::found, names, names);
        List<FoundColumn> columns = Sql.list(
                connection,
                COLUMNS,
                row -> new FoundColumn(
                        row.getLong(1),
                        row.getString(2),
                        ColumnType.of(row.getString(3), row.getInt(4), row.getBoolean(5))),
                connection.createArrayOf("int8", found.stream().map(Found::oid).toArray()));
        Map<Place, Contents> contents = contents(places(found, columns, questions), found);
        Map<String, List<Relation>> relations = new HashMap<>();
        for (String name : questions.columns().keySet()) {
            relations.put(
                    name,
                    found.stream()
                            .filter(it -> means(name, it))
                            .map(it -> relation(it, columns, contents))
                            .toList());
        }
        return new Catalog(relations, questions.anything() ? new Anything(connection).read() : Contents.UNKNOWN);
    }

    /** A dot may part the schema from the name, and may be in the name. */
    private static boolean means(String name, Found found) {
        return name.equals(found.name()) || name.equals(found.qualified());
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9),
                List.of((Long[]) row.getArray(10).getArray()));
    }

    /** Where to look, as far as that is allowed and nobody is writing. */
    private static List<Place> places(List<Found> found, List<FoundColumn> columns, Questions questions) {
        Map<Long, Set<String>> wanted = new HashMap<>();
        for (Found relation : found) {
            if (relation.readable()) {
                wanted.put(
                        relation.oid(),
                        questions.columns().entrySet().stream()
                                .filter(entry -> means(entry.getKey(), relation))
                                .flatMap(entry -> entry.getValue().stream())
                                .collect(Collectors.toSet()));
            }
        }
        Stream<Place> whole = wanted.keySet().stream().map(oid -> new Place(oid, ""));
        Stream<Place> single = columns.stream()
                .filter(it -> wanted.getOrDefault(it.relation(), Set.of()).contains(it.name()))
                .map(it -> new Place(it.relation(), it.name()));
        return Stream.concat(whole, single).toList();
    }

    private Map<Place, Contents> contents(List<Place> places, List<Found> found) {
        Map<Long, Found> byOid = found.stream().collect(Collectors.toMap(Found::oid, it -> it));
        Map<Place, Contents> contents = new HashMap<>();
        try {
            for (int from = 0; from < places.size(); from += AT_ONCE) {
                look(places.subList(from, Math.min(from + AT_ONCE, places.size())), byOid, contents);
            }
        } catch (SQLException e) {
            // It took too long, or somebody has the table for himself: the rest is unknown.
        }
        return contents;
    }

    /** The subqueries of one statement; PostgreSQL carries out only those whose table is small enough. */
    private void look(List<Place> places, Map<Long, Found> byOid, Map<Place, Contents> contents) throws SQLException {
        List<String> looks = new ArrayList<>();
        for (Place place : places) {
            Found relation = Objects.requireNonNull(byOid.get(place.relation()));
            // IS NOT NULL asks the fields of a row, and one of them that is NULL makes it false.
            String where =
                    place.column().isEmpty() ? "" : " WHERE " + Sql.quote(place.column()) + " IS DISTINCT FROM NULL";
            looks.add("SELECT %d, CASE WHEN (SELECT sum(pg_relation_size(oid)) FROM unnest('{%s}'::oid[]) oid) <= %d"
                            .formatted(
                                    looks.size(),
                                    relation.tree().stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(",")),
                                    LOOKED_INTO)
                    + " THEN EXISTS (SELECT FROM " + relation.quoted() + where + ") END");
        }
        for (Look look : Sql.list(connection, String.join(" UNION ALL ", looks), CatalogReader::look)) {
            contents.put(places.get(look.place()), look.seen());
        }
    }

    private static Look look(ResultSet row) throws SQLException {
        boolean something = row.getBoolean(2);
        Contents seen = row.wasNull() ? Contents.UNKNOWN : something ? Contents.SOMETHING : Contents.NOTHING;
        return new Look(row.getInt(1), seen);
    }

    private static Relation relation(Found found, List<FoundColumn> columns, Map<Place, Contents> contents) {
        Map<String, Column> own = new HashMap<>();
        for (FoundColumn column : columns) {
            if (column.relation() == found.oid()) {
                Place place = new Place(found.oid(), column.name());
                own.put(column.name(), new Column(column.type(), contents.getOrDefault(place, Contents.UNKNOWN)));
            }
        }
        return new Relation(
                kind(found.kind()),
                own,
                contents.getOrDefault(new Place(found.oid(), ""), Contents.UNKNOWN),
                found.reactsToUpdates(),
                found.reactsWithoutRows(),
                found.computes(),
                found.belongsToColumn());
    }

    private static Relation.Kind kind(String relkind) {
        return switch (relkind) {
            case "r", "p" -> Relation.Kind.TABLE;
            case "S" -> Relation.Kind.SEQUENCE;
            default -> Relation.Kind.OTHER;
        };
    }
}
