package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.postgres.LeftOut;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is missing in a backup that has the rows of some tables only, or of all but a few. The schema is whole, but for tables
 * that the user could not lock.
 *
 * @param bytes size of what is in it on the server's disk, with indexes
 * @param foreignKeys those that refer to rows that are not in it, so that they cannot be made in a copy
 * @param excluded what is missing, where all else is there; null where only what the contents name is
 */
public record PartialContents(
        long bytes, List<ForeignKey> foreignKeys, @Nullable ExcludedNames excluded) {

    public PartialContents {
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** The foreign keys, for a restore. */
    public List<LeftOut> leftOut() {
        return foreignKeys.stream()
                .map(key -> new LeftOut(key.table().schema(), key.table().name(), key.name()))
                .toList();
    }

    /** What a copy has to be like. */
    public Contents expected(Contents backup) {
        Set<String> missing = foreignKeys.stream().map(ForeignKey::subject).collect(Collectors.toSet());
        return new Contents(
                backup.tables(),
                backup.sequences(),
                backup.largeObjects(),
                backup.schema().stream()
                        .filter(line -> !missing.contains(subject(line)))
                        .toList(),
                backup.details(),
                backup.expressions());
    }

    /** What of a copy can be compared: all but the tables that are to be empty, and are. */
    public Contents comparable(Contents backup, Contents copy) {
        Set<QualifiedName> known =
                backup.tables().stream().map(TableContent::table).collect(Collectors.toSet());
        return new Contents(
                copy.tables().stream()
                        .filter(table -> table.rows() > 0 || known.contains(table.table()))
                        .toList(),
                copy.sequences(),
                copy.largeObjects(),
                copy.schema(),
                copy.details(),
                copy.expressions());
    }

    /** What is so beside the contents, without what is so of large objects where they are in no backup of some tables. */
    public List<Circumstance> without(List<Circumstance> circumstances) {
        return excluded != null
                ? circumstances
                : circumstances.stream().filter(it -> !it.isOfLargeObjects()).toList();
    }

    private static String subject(String line) {
        int tab = line.indexOf('\t');
        return tab < 0 ? line : line.substring(0, tab);
    }
}
