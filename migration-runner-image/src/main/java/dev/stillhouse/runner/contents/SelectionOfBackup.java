package dev.stillhouse.runner.contents;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.contents.TableGraph.Relation;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses whose rows are in a backup. Pure. */
final class SelectionOfBackup {
    private final TableGraph graph;
    private final List<Table> tables;
    private final Excluded excluded;
    private final Set<QualifiedName> always;

    /**
     * Makes ready.
     *
     * @param tables as they are dumped
     * @param excluded what somebody wants to have left out
     * @param always tables that are in it in any case
     */
    SelectionOfBackup(TableGraph graph, List<Table> tables, Excluded excluded, Set<QualifiedName> always) {
        this.graph = graph;
        this.tables = tables;
        this.excluded = excluded;
        this.always = always;
    }

    /**
     * Chooses. Refused is to leave out what the backup is taken for.
     *
     * @param losses what it is taken for
     * @param ofSome whether the rows of the tables that lose something are enough
     * @param dataBytes size of all that could be dumped
     * @param bytes size of the database on the server's disk
     */
    Result<Selection> of(Losses losses, boolean ofSome, long dataBytes, long bytes) {
        Set<Long> lost = AffectedTables.reached(graph, losses);
        List<QualifiedName> unprotected = tables.stream()
                .filter(table -> isLeftOut(table) && lost.contains(table.oid()))
                .map(Table::name)
                .toList();
        if (!unprotected.isEmpty()) {
            return Result.failed(
                    Reason.ExclusionRefused,
                    "The plan can take something from "
                            + unprotected.stream().map(QualifiedName::toString).collect(Collectors.joining(", "))
                            + ", and spec.backup.exclude leaves that out of every backup, so that none would be one for"
                            + " this plan. Take it out of spec.backup.exclude, or set spec.backup.when: Never for this"
                            + " migration if the data may be lost.");
        }
        Selection chosen = ofSome ? Selection.of(graph, tables, losses, always) : new Selection.All("");
        return Result.ok(
                chosen instanceof Selection.All(String why) && tables.stream().anyMatch(this::isLeftOut)
                        ? except(why, dataBytes, bytes)
                        : chosen);
    }

    private boolean isLeftOut(Table table) {
        return excluded.rows().contains(table.oid()) && !always.contains(table.name());
    }

    private Selection except(String why, long dataBytes, long bytes) {
        List<Table> without = tables.stream().filter(this::isLeftOut).toList();
        Set<Long> kept = tables.stream()
                .filter(table -> !isLeftOut(table))
                .map(Table::oid)
                .collect(Collectors.toSet());
        List<QualifiedName> undefined = names(without.stream()
                .filter(table -> excluded.definitions().contains(table.oid()))
                .map(Table::name));
        List<QualifiedName> sequences = names(excluded.sequences().stream());
        List<QualifiedName> rows =
                names(without.stream().filter(table -> table.kind().equals("r")).map(Table::name));
        return new Selection.Some(
                kept,
                (int) tables.stream()
                        .filter(table -> table.kind().equals("r") && kept.contains(table.oid()))
                        .count(),
                dataBytes - without.stream().mapToLong(Table::bytes).sum(),
                names(Stream.concat(rows.stream(), sequences.stream())),
                undefined,
                new PartialContents(
                        Math.max(
                                0,
                                bytes
                                        - without.stream()
                                                .mapToLong(Table::totalBytes)
                                                .sum()),
                        Selection.broken(graph, dumpedWithKeys(kept), keptOrUnknown(kept)),
                        new ExcludedNames(rows, undefined, sequences)),
                why);
    }

    /** The keys of an extension's table are the extension's, and in no dump. */
    private Set<Long> dumpedWithKeys(Set<Long> kept) {
        return tables.stream()
                .filter(table -> table.extension() == null && kept.contains(table.oid()))
                .map(Table::oid)
                .collect(Collectors.toSet());
    }

    /** What is no table of a backup (an extension's, PostgreSQL's own) is not missing. */
    private Set<Long> keptOrUnknown(Set<Long> kept) {
        Set<Long> there = new HashSet<>(kept);
        Set<Long> known = tables.stream().map(Table::oid).collect(Collectors.toSet());
        graph.relations().stream()
                .map(Relation::oid)
                .filter(oid -> !known.contains(oid))
                .forEach(there::add);
        return there;
    }

    private static List<QualifiedName> names(Stream<QualifiedName> names) {
        return names.sorted(QualifiedName.ORDER).toList();
    }
}
