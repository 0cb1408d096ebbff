package dev.stillhouse.runner.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is in a database, as far as it was asked for. Two of them are equal if nothing has changed that was asked for.
 *
 * @param relations by the names that were asked about. A name has all relations that it may mean, in whatever schema: nobody
 *     knows the search path of who will use it.
 * @param contents whether anything is in the database at all: a row, a large object, a sequence that is no column's, a foreign table
 */
public record Catalog(Map<String, List<Relation>> relations, Contents contents) {
    /** Nobody has looked. */
    public static final Catalog UNKNOWN = new Catalog(Map.of(), Contents.UNKNOWN);

    public Catalog {
        relations = relations.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    /** What the name may mean; empty if there is nothing of that name, or nobody has looked. */
    public List<Relation> named(String name) {
        return relations.getOrDefault(name, List.of());
    }

    /** The same, and what could not be looked at this time is as an earlier look has shown it. */
    public Catalog filledFrom(Catalog earlier) {
        Map<String, List<Relation>> filled = new HashMap<>(earlier.relations);
        relations.forEach((name, now) -> filled.put(name, filled(now, earlier.named(name))));
        return new Catalog(filled, contents.orIfUnknown(earlier.contents));
    }

    private static List<Relation> filled(List<Relation> now, List<Relation> earlier) {
        return now.size() == earlier.size()
                ? IntStream.range(0, now.size())
                        .mapToObj(i -> now.get(i).filledFrom(earlier.get(i)))
                        .toList()
                // It is not known which of them is which.
                : now;
    }
}
