package dev.stillhouse.runner.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is different between the expressions of a database and of its copy. Pure.
 *
 * @param clauses one for each, without what the expressions say: their constants may be secrets
 * @param certain whether the copy is another one; otherwise its server may only have other words for the same
 */
public record ExpressionDifference(List<String> clauses, boolean certain) {
    private static final ExpressionDifference NONE = new ExpressionDifference(List.of(), false);
    private static final int TOLD = 5;

    /** From this version on a view of one table is written without that table's name before its columns. */
    private static final int NAMES_LEFT_OUT = 16;

    public ExpressionDifference {
        clauses = List.copyOf(clauses);
    }

    /**
     * Compares those of the database.
     *
     * @param things those that are in both schemas: of others it is told that they are not
     */
    public static ExpressionDifference between(
            @Nullable Expressions database, @Nullable Expressions copy, Set<String> things) {
        if (database == null || copy == null || database.shape() != copy.shape()) {
            return NONE;
        }
        boolean viewsAlike = database.server() < NAMES_LEFT_OUT == copy.server() < NAMES_LEFT_OUT;
        Map<String, String> expected = database.digests();
        Map<String, String> actual = copy.digests();
        List<String> clauses = new ArrayList<>();
        for (String key : new TreeSet<>(expected.keySet())) {
            int tab = key.indexOf('\t');
            String thing = key.substring(0, tab);
            String what = key.substring(tab + 1);
            if (things.contains(thing)
                    && (viewsAlike || !what.equals(Expressions.QUERY))
                    && differ(expected.get(key), actual.get(key))) {
                clauses.add(what + " of " + thing + " is not as in the database");
            }
        }
        return new ExpressionDifference(clauses, database.server() == copy.server());
    }

    private static boolean differ(@Nullable String here, @Nullable String there) {
        return !Expressions.UNKNOWN.equals(here)
                && !Expressions.UNKNOWN.equals(there)
                && (here == null || !here.equals(there));
    }

    /** A sentence about those that are not certain; null if there are none. */
    public @Nullable String note() {
        if (certain || clauses.isEmpty()) {
            return null;
        }
        int more = clauses.size() - TOLD;
        return "The copy was made on another major version of PostgreSQL, which writes some expressions in other words; so it"
                + " is not shown that these are the same: "
                + String.join("; ", clauses.subList(0, Math.min(TOLD, clauses.size())))
                + (more > 0 ? "; and " + more + " more" : "") + ".";
    }
}
