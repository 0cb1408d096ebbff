package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.contents.TableGraph.Child;
import dev.stillhouse.runner.contents.TableGraph.Key;
import dev.stillhouse.runner.contents.TableGraph.Relation;
import dev.stillhouse.runner.model.Losses;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose rows are read and dumped. */
public sealed interface Selection {

    /**
     * Those of all tables.
     *
     * @param why why not those of some, as a clause; empty if nobody asked
     */
    record All(String why) implements Selection {}

    /**
     * Those of some.
     *
     * @param oids of the tables that are read as units, and of those that are dumped
     * @param tables number of the tables whose rows are dumped
     * @param dataBytes size of the tables, without their indexes
     * @param without the tables and materialized views whose rows are left out, and the sequences whose position is
     * @param undefined the tables whose definitions are left out
     * @param why why those of all but a few, if those of some would have been enough, as a clause; empty otherwise
     */
    record Some(
            Set<Long> oids,
            int tables,
            long dataBytes,
            List<QualifiedName> without,
            List<QualifiedName> undefined,
            PartialContents partial,
            String why)
            implements Selection {
        public Some {
            oids = Set.copyOf(oids);
            without = List.copyOf(without);
            undefined = List.copyOf(undefined);
        }
    }

    /** Whether the rows of a table are read. */
    default boolean reads(long oid) {
        return switch (this) {
            case All all -> true;
            case Some some -> some.oids().contains(oid);
        };
    }

    /** Whether large objects are read and dumped: no table is known to have them. */
    default boolean hasLargeObjects() {
        return switch (this) {
            case All all -> true;
            case Some some -> some.partial().excluded() != null;
        };
    }

    /**
     * Chooses. Pure.
     *
     * @param tables as they are dumped
     * @param always tables that are in it in any case
     */
    static Selection of(TableGraph graph, List<Table> tables, Losses losses, Set<QualifiedName> always) {
        return switch (AffectedTables.of(graph, losses)) {
            case AffectedTables.Unknown(String why) -> new All(why);
            case AffectedTables.Known(Set<Long> affected) -> chosen(graph, tables, affected, always);
        };
    }

    private static Selection chosen(
            TableGraph graph, List<Table> tables, Set<Long> affected, Set<QualifiedName> always) {
        Set<Long> dumped = tables.stream().map(Table::oid).collect(Collectors.toSet());
        Stream<Relation> strange = graph.relations().stream()
                .filter(relation -> affected.contains(relation.oid()) && !dumped.contains(relation.oid()));
        List<String> names = strange.map(relation -> relation.name().toString()).toList();
        if (!names.isEmpty()) {
            return new All(
                    names.getFirst() + " is a table of an extension, or of PostgreSQL, whose rows no backup has");
        }
        Map<Table, Table> units = Units.byTable(tables);
        Set<Table> read = new HashSet<>();
        units.forEach((table, unit) -> {
            if (affected.contains(table.oid()) || always.contains(table.name())) {
                read.add(unit);
            }
        });
        List<Table> kept = units.keySet().stream()
                .filter(table -> read.contains(units.get(table)))
                .toList();
        Set<Long> keptOids = kept.stream().map(Table::oid).collect(Collectors.toSet());
        Set<Long> oids = new HashSet<>(keptOids);
        read.forEach(unit -> oids.add(unit.oid()));
        Stream<QualifiedName> others = units.keySet().stream()
                .filter(table -> !keptOids.contains(table.oid()))
                .map(Table::name);
        // Filled from tables whose rows are not there they would be something else.
        Stream<QualifiedName> views = graph.relations().stream()
                .filter(relation -> relation.kind().equals("m"))
                .map(Relation::name);
        return new Some(
                oids,
                kept.size(),
                kept.stream().mapToLong(Table::bytes).sum(),
                Stream.concat(others, views).sorted(QualifiedName.ORDER).toList(),
                List.of(),
                new PartialContents(
                        kept.stream().mapToLong(Table::totalBytes).sum(), broken(graph, keptOids, keptOids), null),
                "");
    }

    /**
     * The foreign keys that have rows to check, and not all to check them against.
     *
     * @param from oids of the tables whose rows are to be checked
     * @param to of those that have their rows
     */
    static List<ForeignKey> broken(TableGraph graph, Set<Long> from, Set<Long> to) {
        Map<Long, List<Child>> partitions =
                graph.children().stream().filter(Child::partition).collect(Collectors.groupingBy(Child::parent));
        return graph.keys().stream()
                .filter(key -> key.own() && key.validated())
                .filter(key -> leaves(key.from(), partitions).anyMatch(from::contains)
                        && !leaves(key.to(), partitions).allMatch(to::contains))
                .map(Selection::leftOut)
                .toList();
    }

    private static ForeignKey leftOut(Key key) {
        return new ForeignKey(key.table(), key.name(), key.subject());
    }

    private static Stream<Long> leaves(long oid, Map<Long, List<Child>> partitions) {
        List<Child> own = partitions.getOrDefault(oid, List.of());
        return own.isEmpty() ? Stream.of(oid) : own.stream().flatMap(part -> leaves(part.child(), partitions));
    }
}
