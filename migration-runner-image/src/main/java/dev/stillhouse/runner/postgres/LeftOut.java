package dev.stillhouse.runner.postgres;

import java.util.List;

/**
 * A foreign key that is not restored, as the rows that it refers to are not in the dump.
 *
 * @param table the table that refers to another one
 */
public record LeftOut(String schema, String table, String key) {

    /** For a person. */
    @Override
    public String toString() {
        return key + " of " + schema + "." + table;
    }

    /** The entries without those of these keys. */
    public static List<ArchiveEntry> without(List<LeftOut> keys, List<ArchiveEntry> entries) {
        return entries.stream()
                .filter(entry ->
                        keys.stream().noneMatch(key -> entry.ofForeignKey(key.schema(), key.table(), key.key())))
                .toList();
    }

    /** What is to be said of them. */
    static List<String> notes(List<LeftOut> keys) {
        return keys.isEmpty()
                ? List.of()
                : List.of("Not created in the copy, as they refer to rows that are not in the backup: the foreign keys "
                        + String.join(", ", keys.stream().map(LeftOut::toString).toList()) + ".");
    }
}
