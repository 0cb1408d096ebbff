package dev.stillhouse.runner.fingerprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What of a schema is another way at one time than at another, in words for a person. Pure. */
final class FingerprintChange {
    /** What may be a secret is told apart by its hash, which is not told. */
    private static final String HASH = "hash of ";

    private FingerprintChange() {}

    static List<String> between(Fingerprint before, Fingerprint after) {
        Map<String, String> had = facts(before.schema(), 1);
        Map<String, String> has = facts(after.schema(), 1);
        List<String> changes = new ArrayList<>();
        for (String thing : union(had.keySet(), has.keySet())) {
            String was = had.get(thing);
            String is = has.get(thing);
            if (was == null) {
                changes.add(thing + " is there, and was not before");
            } else if (is == null) {
                changes.add(thing + " is missing");
            } else if (!was.equals(is)) {
                changes.add(thing + " is " + said(is) + ", and was " + said(was));
            }
        }
        details(changes, before, after, had.keySet(), has.keySet());
        expressions(changes, before, after, had.keySet(), has.keySet());
        return changes;
    }

    private static void details(
            List<String> changes, Fingerprint before, Fingerprint after, Set<String> had, Set<String> has) {
        Map<String, String> were = facts(before.details(), 2);
        Map<String, String> are = facts(after.details(), 2);
        for (String key : union(were.keySet(), are.keySet())) {
            String thing = key.substring(0, key.indexOf('\t'));
            String detail = key.substring(key.indexOf('\t') + 1);
            String was = were.get(key);
            String is = are.get(key);
            if (had.contains(thing) && has.contains(thing) && !Objects.equals(was, is)) {
                changes.add(
                        detail.startsWith(HASH)
                                ? detail.substring(HASH.length()) + " of " + thing + ": another value than before"
                                : detail + " of " + thing + ": " + said(is) + ", and before " + said(was));
            }
        }
    }

    private static void expressions(
            List<String> changes, Fingerprint before, Fingerprint after, Set<String> had, Set<String> has) {
        Map<String, String> were = facts(before.expressions().lines(), 2);
        Map<String, String> are = facts(after.expressions().lines(), 2);
        for (String key : union(were.keySet(), are.keySet())) {
            String thing = key.substring(0, key.indexOf('\t'));
            String what = key.substring(key.indexOf('\t') + 1);
            if (had.contains(thing) && has.contains(thing) && differ(were.get(key), are.get(key))) {
                changes.add(what + " of " + thing + " says something else than before");
            }
        }
    }

    /** Of what could not be read, nothing is known. */
    private static boolean differ(@Nullable String was, @Nullable String is) {
        return !Objects.equals(was, is) && !Expressions.UNKNOWN.equals(was) && !Expressions.UNKNOWN.equals(is);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    private static String said(@Nullable String fact) {
        return fact == null || fact.isEmpty() ? "without that" : "\"" + fact + "\"";
    }

    /** By what stands before the tab of this number. */
    private static Map<String, String> facts(List<String> lines, int tabs) {
        Map<String, String> facts = new HashMap<>();
        for (String line : lines) {
            int end = -1;
            for (int tab = 0; tab < tabs; tab++) {
                end = line.indexOf('\t', end + 1);
            }
            facts.put(line.substring(0, end), line.substring(end + 1));
        }
        return facts;
    }
}
