package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.contents.TableGraph.Child;
import dev.stillhouse.runner.contents.TableGraph.Key;
import dev.stillhouse.runner.contents.TableGraph.Relation;
import dev.stillhouse.runner.fingerprint.PlainNames;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;

/** Reads it. */
final class TableGraphReader {
    /**
     * Somebody's triggers are those that enforce no constraint: {@code tgisinternal} is true up to 14 of a row trigger that a
     * partition has from its parent too.
     */
    private static final String RELATIONS = """
            SELECT c.oid, n.nspname, c.relname, c.relkind::text,
                coalesce((SELECT bit_or(t.tgtype::int) FROM pg_catalog.pg_trigger t
                    WHERE t.tgrelid = c.oid AND t.tgenabled <> 'D'
                        AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                            WHERE k.oid = t.tgconstraint AND k.contype <> 't')), 0),
                EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type <> '1'),
                c.reltype IN (SELECT unnest(ARRAY[y.oid, y.typelem]) FROM pg_catalog.pg_type y WHERE y.oid IN (
                    SELECT a.atttypid FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class o ON o.oid = a.attrelid
                        WHERE o.relkind IN ('r', 'p', 'c') AND NOT a.attisdropped
                    UNION SELECT d.typbasetype FROM pg_catalog.pg_type d
                    UNION SELECT r.rngsubtype FROM pg_catalog.pg_range r)),
                (SELECT e.extname FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                        AND d.deptype = 'e')
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relpersistence <> 't' AND n.nspname <> 'pg_toast'
            """;

    private static final String CHILDREN = """
            SELECT i.inhparent, i.inhrelid, c.relispartition
            FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
            WHERE c.relkind NOT IN ('i', 'I')
            """;
    private static final String KEYS = """
            SELECT n.nspname, c.relname, k.conname, format('constraint %I on %I.%I', k.conname, n.nspname, c.relname),
                k.conrelid, k.confrelid, k.confdeltype::text, k.confupdtype::text, k.conparentid = 0, k.convalidated
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype = 'f'
            """;

    private TableGraphReader() {}

    static TableGraph read(NeutralSession session) throws SQLException {
        return new TableGraph(
                session.list(
                        RELATIONS,
                        row -> new Relation(
                                row.getLong(1),
                                new QualifiedName(row.getString(2), row.getString(3)),
                                row.getString(4),
                                row.getInt(5),
                                row.getBoolean(6),
                                row.getBoolean(7),
                                row.getString(8))),
                session.list(CHILDREN, row -> new Child(row.getLong(1), row.getLong(2), row.getBoolean(3))),
                session.list(
                        KEYS,
                        row -> new Key(
                                new QualifiedName(row.getString(1), row.getString(2)),
                                row.getString(3),
                                PlainNames.in(row.getString(4)),
                                row.getLong(5),
                                row.getLong(6),
                                row.getString(7),
                                row.getString(8),
                                row.getBoolean(9),
                                row.getBoolean(10))));
    }
}
