package dev.stillhouse.runner.catalog;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody wants to know of a database.
 *
 * @param columns the relations, named as in a statement (with dots, without quotes), each with the columns of which it matters
 *     whether they hold anything
 * @param anything whether it matters if anything is in the database at all
 */
public record Questions(Map<String, Set<String>> columns, boolean anything) {
    public static final Questions NONE = new Questions(Map.of(), false);

    public Questions {
        columns = columns.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }

    public boolean isEmpty() {
        return columns.isEmpty() && !anything;
    }
}
