package dev.stillhouse.runner.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is different between the expressions of a database and of its copy. Pure.
 *
 * @param compared whether they are known of both, and by the same rules
 * @param clauses one for each, without what the expressions say: their constants may be secrets
 * @param unread those of both that could not be compared
 * @param certain whether the copy is another one; otherwise its server may only have other words for the same
 */
public record ExpressionDifference(boolean compared, List<String> clauses, List<String> unread, boolean certain) {
    private static final ExpressionDifference NOTHING = new ExpressionDifference(false, List.of(), List.of(), false);
    private static final String NOTHING_COMPARED =
            "What defaults, checks, views and other expressions say was not compared, as it was not or could not be read.";
    private static final int TOLD = 5;

    /** From this version on a view of one table is written without that table's name before its columns. */
    private static final int NAMES_LEFT_OUT = 16;

    public ExpressionDifference {
        clauses = List.copyOf(clauses);
        unread = List.copyOf(unread);
    }

    /**
     * Compares those of the database.
     *
     * @param things those that are in both schemas: of others it is told that they are not
     */
    public static ExpressionDifference between(
            @Nullable Expressions database, @Nullable Expressions copy, Set<String> things) {
        if (database == null || copy == null || database.shape() != copy.shape()) {
            return NOTHING;
        }
        boolean viewsAlike = database.server() < NAMES_LEFT_OUT == copy.server() < NAMES_LEFT_OUT;
        List<String> clauses = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (String line : database.lines()) {
            String key = Expressions.key(line);
            int tab = key.indexOf('\t');
            String thing = key.substring(0, tab);
            String what = key.substring(tab + 1);
            if (things.contains(thing) && (viewsAlike || !what.equals(Expressions.QUERY))) {
                String here = Expressions.digestIn(line);
                @Nullable String there = copy.digest(key);
                if (here.equals(Expressions.UNKNOWN) || Expressions.UNKNOWN.equals(there)) {
                    unread.add(what + " of " + thing);
                } else if (!here.equals(there)) {
                    clauses.add(what + " of " + thing + " is not as in the database");
                }
            }
        }
        return new ExpressionDifference(true, clauses, unread, database.server() == copy.server());
    }

    /** A sentence for each sort of what was not shown to be the same. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!compared) {
            notes.add(NOTHING_COMPARED);
        }
        if (!unread.isEmpty()) {
            notes.add(
                    "It was not compared what these say, which are too long, changed during the dump, or in words that the runner"
                            + " does not know: " + some(unread) + ".");
        }
        if (!certain && !clauses.isEmpty()) {
            notes.add(
                    "The copy was made on another major version of PostgreSQL, which writes some expressions in other words; so it"
                            + " is not shown that these are the same: " + some(clauses) + ".");
        }
        return notes;
    }

    private static String some(List<String> all) {
        int more = all.size() - TOLD;
        return String.join("; ", all.subList(0, Math.min(TOLD, all.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
