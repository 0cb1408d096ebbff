package dev.stillhouse.runner.fingerprint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is different between the schemas of a database and of its copy, a clause for each thing. */
public final class SchemaDifference {
    private SchemaDifference() {}

    /** Empty if the copy is equal; both as {@link SchemaReader} reads them. */
    public static List<String> between(List<String> database, List<String> copy) {
        List<String> differences = new ArrayList<>();
        Map<String, String> expected = facts(database);
        Map<String, String> actual = facts(copy);
        expected.forEach((subject, facts) -> {
            String other = actual.get(subject);
            if (other == null) {
                differences.add(subject + " is missing");
            } else if (!other.equals(facts)) {
                differences.add(subject + " is \"" + other + "\", and in the database \"" + facts + "\"");
            }
        });
        actual.keySet().stream()
                .filter(subject -> !expected.containsKey(subject))
                .forEach(subject -> differences.add(subject + " is in the copy only"));
        return differences;
    }

    /** The things that the lines are about, in a set of the caller's own. */
    public static Set<String> subjects(List<String> lines) {
        return new HashSet<>(facts(lines).keySet());
    }

    private static Map<String, String> facts(List<String> lines) {
        Map<String, String> facts = new LinkedHashMap<>();
        lines.forEach(line -> {
            int tab = line.indexOf('\t');
            facts.put(tab < 0 ? line : line.substring(0, tab), tab < 0 ? "" : line.substring(tab + 1));
        });
        return facts;
    }
}
