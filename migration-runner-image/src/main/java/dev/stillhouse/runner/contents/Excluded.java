package dev.stillhouse.runner.contents;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an {@link Exclusion} comes to in a database. A definition stays in a backup, so that what refers to it can be restored,
 * unless the user may not lock the table for that. Pure.
 *
 * @param rows oids of the tables whose rows are left out; a partitioned one with all its partitions
 * @param definitions those of them whose definitions are left out too
 * @param sequences where these stand is left out: the user may not read it, or their tables have no definition
 */
record Excluded(Set<Long> rows, Set<Long> definitions, Set<QualifiedName> sequences) {
    static final Excluded NOTHING = new Excluded(Set.of(), Set.of(), Set.of());

    Excluded {
        rows = Set.copyOf(rows);
        definitions = Set.copyOf(definitions);
        sequences = Set.copyOf(sequences);
    }

    static Excluded of(Exclusion exclusion, List<Table> tables, List<SequenceAccess> all) {
        if (exclusion.equals(Exclusion.NONE)) {
            return NOTHING;
        }
        Map<Long, Table> byOid = new HashMap<>();
        tables.forEach(table -> byOid.put(table.oid(), table));
        Set<Long> rows = tables.stream()
                .filter(table -> is(table, byOid, exclusion::names))
                .map(Table::oid)
                .collect(Collectors.toSet());
        rows.removeAll(partsOfOthers(tables, rows));
        Set<Long> definitions = tables.stream()
                .filter(table -> rows.contains(table.oid()))
                .filter(table ->
                        is(table, byOid, it -> rows.contains(it.oid()) && !it.readable() && it.extension() == null))
                .map(Table::oid)
                .collect(Collectors.toSet());
        Set<QualifiedName> sequences = all.stream()
                .filter(it -> it.identity() && definitions.contains(it.table())
                        || !it.readable() && (exclusion.namesSchema(it.name().schema()) || rows.contains(it.table())))
                .map(SequenceAccess::name)
                .collect(Collectors.toSet());
        return new Excluded(rows, definitions, sequences);
    }

    /** Whether it is so of a table, or of one that it is a partition of. */
    private static boolean is(Table table, Map<Long, Table> byOid, Predicate<Table> test) {
        for (Table at = table; at != null; at = at.parent() == null ? null : byOid.get(at.parent())) {
            if (test.test(at)) {
                return true;
            }
        }
        return false;
    }

    /** Rows of a table that is partitioned by hash are read together: one partition alone cannot be left out. */
    private static Set<Long> partsOfOthers(List<Table> tables, Set<Long> rows) {
        Map<Table, Table> units = Units.byTable(tables);
        Set<Long> read = units.keySet().stream()
                .filter(table -> !rows.contains(table.oid()))
                .map(table -> units.getOrDefault(table, table).oid())
                .collect(Collectors.toSet());
        Set<Long> parts = new HashSet<>();
        units.forEach((table, unit) -> {
            if (read.contains(unit.oid())) {
                parts.add(table.oid());
            }
        });
        return parts;
    }

    boolean isNothing() {
        return rows.isEmpty() && sequences.isEmpty();
    }

    /** Those whose rows are in a backup. */
    List<Table> kept(List<Table> tables) {
        return tables.stream().filter(table -> !rows.contains(table.oid())).toList();
    }

    /** Those whose definitions are in a backup. */
    List<Table> defined(List<Table> tables) {
        return tables.stream()
                .filter(table -> !definitions.contains(table.oid()))
                .toList();
    }
}
