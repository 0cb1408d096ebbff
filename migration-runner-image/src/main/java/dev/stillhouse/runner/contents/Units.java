package dev.stillhouse.runner.contents;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the tables whose contents are compared: each that holds rows. A table that is partitioned by hash is one of
 * them in place of its partitions, among which a restore may distribute the rows in another way.
 */
final class Units {
    private Units() {}

    /** The largest first, so that several sessions end at about the same time. */
    static List<Table> of(List<Table> tables) {
        Map<Long, Table> byOid = byOid(tables);
        return Set.copyOf(byTable(tables).values()).stream()
                .sorted(Comparator.comparingLong((Table table) -> bytes(table, tables, byOid))
                        .reversed()
                        .thenComparing(table -> table.name().toString()))
                .toList();
    }

    /** Each table that holds rows, and the one in place of which it is read: itself, mostly. */
    static Map<Table, Table> byTable(List<Table> tables) {
        Map<Long, Table> byOid = byOid(tables);
        Set<Long> withForeign = new HashSet<>();
        tables.stream().filter(table -> !table.dumped()).forEach(table -> {
            for (Table at = table; at != null; at = parent(at, byOid)) {
                withForeign.add(at.oid());
            }
        });
        Map<Table, Table> units = new LinkedHashMap<>();
        for (Table table : tables) {
            if (table.kind().equals("r")) {
                units.put(table, unit(table, byOid, withForeign));
            }
        }
        return units;
    }

    private static Map<Long, Table> byOid(List<Table> tables) {
        Map<Long, Table> byOid = new HashMap<>();
        tables.forEach(table -> byOid.put(table.oid(), table));
        return byOid;
    }

    private static Table unit(Table leaf, Map<Long, Table> byOid, Set<Long> withForeign) {
        Table unit = leaf;
        for (Table at = parent(leaf, byOid); at != null; at = parent(at, byOid)) {
            if (at.byHash() && !withForeign.contains(at.oid())) {
                unit = at;
            }
        }
        return unit;
    }

    private static long bytes(Table unit, List<Table> tables, Map<Long, Table> byOid) {
        if (unit.kind().equals("r")) {
            return unit.bytes();
        }
        return tables.stream()
                .filter(table -> {
                    for (Table at = table; at != null; at = parent(at, byOid)) {
                        if (at.oid() == unit.oid()) {
                            return true;
                        }
                    }
                    return false;
                })
                .mapToLong(Table::bytes)
                .sum();
    }

    private static @Nullable Table parent(Table table, Map<Long, Table> byOid) {
        Long parent = table.parent();
        return parent == null ? null : byOid.get(parent);
    }
}
