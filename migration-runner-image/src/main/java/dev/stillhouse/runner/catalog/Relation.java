package dev.stillhouse.runner.catalog;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table, or what shares names with tables.
 *
 * @param columns by name
 * @param contents whether there is a row in it or below it
 * @param reactsToUpdates whether an UPDATE may change more than it says: there is a trigger or a rule for it, here or below, or
 *     another table inherits from it
 * @param reactsWithoutRows whether a DELETE, UPDATE or TRUNCATE may do something even where no row is: there is a trigger that
 *     fires once for the statement, or a rule, here or below
 * @param computes whether there are generated columns
 * @param belongsToColumn whether it is a sequence that a column owns
 */
public record Relation(
        Kind kind,
        Map<String, Column> columns,
        Contents contents,
        boolean reactsToUpdates,
        boolean reactsWithoutRows,
        boolean computes,
        boolean belongsToColumn) {

    /** What kind of relation. */
    public enum Kind {
        /** Partitioned or not. */
        TABLE,
        SEQUENCE,
        /** A view, a foreign table, the fields of a composite type. */
        OTHER
    }

    public Relation {
        columns = Map.copyOf(columns);
    }

    Relation filledFrom(Relation earlier) {
        Map<String, Column> filled = columns.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        column -> column.getValue()
                                .filledFrom(earlier.columns.getOrDefault(column.getKey(), column.getValue()))));
        return new Relation(
                kind,
                filled,
                contents.orIfUnknown(earlier.contents),
                reactsToUpdates,
                reactsWithoutRows,
                computes,
                belongsToColumn);
    }
}
