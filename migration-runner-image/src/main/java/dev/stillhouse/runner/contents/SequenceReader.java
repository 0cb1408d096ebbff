package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads where the sequences stand, many with one query. */
final class SequenceReader {
    private static final int AT_ONCE = 200;

    private static final String LIST = """
            SELECT n.nspname, c.relname, s.seqcycle
            FROM pg_catalog.pg_sequence s
            JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY n.nspname::text COLLATE "C", c.relname::text COLLATE "C"
            """;

    private SequenceReader() {}

    /** @param without those that are not read */
    static List<SequenceContent> read(NeutralSession session, Set<QualifiedName> without) throws SQLException {
        record Listed(QualifiedName name, boolean cycles) {}
        List<Listed> listed = session
                .list(LIST, row -> new Listed(new QualifiedName(row.getString(1), row.getString(2)), row.getBoolean(3)))
                .stream()
                .filter(it -> !without.contains(it.name()))
                .toList();
        Map<QualifiedName, SequencePosition> positions =
                positions(session, listed.stream().map(Listed::name).toList());
        List<SequenceContent> contents = new ArrayList<>();
        for (Listed one : listed) {
            SequencePosition position = position(positions, one.name());
            contents.add(new SequenceContent(one.name(), position, position, one.cycles()));
        }
        return contents;
    }

    /** Where they stand now. */
    static List<SequenceContent> again(NeutralSession session, List<SequenceContent> before) throws SQLException {
        Map<QualifiedName, SequencePosition> positions = positions(
                session, before.stream().map(SequenceContent::sequence).toList());
        return before.stream()
                .map(sequence -> sequence.until(position(positions, sequence.sequence())))
                .toList();
    }

    private static SequencePosition position(Map<QualifiedName, SequencePosition> positions, QualifiedName name) {
        SequencePosition position = positions.get(name);
        if (position == null) {
            throw new IllegalStateException("no position of " + name);
        }
        return position;
    }

    private static Map<QualifiedName, SequencePosition> positions(NeutralSession session, List<QualifiedName> names)
            throws SQLException {
        Map<QualifiedName, SequencePosition> positions = new LinkedHashMap<>();
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<QualifiedName> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
            List<String> queries = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                queries.add("SELECT " + i + ", last_value, is_called FROM "
                        + some.get(i).quoted());
            }
            session.list(
                    String.join(" UNION ALL ", queries),
                    row -> positions.put(
                                    some.get(row.getInt(1)), new SequencePosition(row.getLong(2), row.getBoolean(3)))
                            == null);
        }
        return positions;
    }
}
