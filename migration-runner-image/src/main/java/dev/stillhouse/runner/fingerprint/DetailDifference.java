package dev.stillhouse.runner.fingerprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is different between how things in a database and in its copy are made, a clause for each. Pure. */
public final class DetailDifference {
    /** What may be a secret is told apart by its hash, which is not told. */
    private static final String HASH = "hash of ";

    private DetailDifference() {}

    /**
     * Empty if the copy is equal; both as {@link DetailReader} reads them.
     *
     * @param things those that are in both schemas: of others it is told that they are not
     */
    public static List<String> between(List<String> database, List<String> copy, Set<String> things) {
        Map<String, String> expected = facts(database);
        Map<String, String> actual = facts(copy);
        TreeSet<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(actual.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            int tab = key.indexOf('\t');
            String thing = key.substring(0, tab);
            String here = expected.get(key);
            String there = actual.get(key);
            if (things.contains(thing) && (here == null || !here.equals(there))) {
                differences.add(clause(thing, key.substring(tab + 1), here, there));
            }
        }
        return differences;
    }

    private static String clause(String thing, String detail, @Nullable String here, @Nullable String there) {
        return detail.startsWith(HASH)
                ? detail.substring(HASH.length()) + " of " + thing + " are not as in the database"
                : detail + " of " + thing + ": " + told(there) + ", and in the database " + told(here);
    }

    private static String told(@Nullable String fact) {
        return fact == null ? "none" : "\"" + fact + "\"";
    }

    private static Map<String, String> facts(List<String> lines) {
        Map<String, String> facts = new HashMap<>();
        lines.forEach(line -> {
            int tab = line.indexOf('\t', line.indexOf('\t') + 1);
            facts.put(line.substring(0, tab), line.substring(tab + 1));
        });
        return facts;
    }
}
