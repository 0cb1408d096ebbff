package dev.stillhouse.runner.decide;

import dev.stillhouse.runner.model.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says where a database stands after a run that did not end well. */
public final class Standing {
    private Standing() {}

    /**
     * How much of the plan was committed, in words.
     *
     * @param after version rows as read afterwards; absent if they could not be read
     */
    public static String describe(Plan plan, @Nullable List<String> after, CommitsInside inside) {
        if (after == null) {
            return "Where the database stands could not be read afterwards.";
        }
        String at = Rows.text(after);
        int total = plan.steps().size();
        int done = stepsBehind(plan, after);
        if (done < 0) {
            return "The database is at " + at + ", which is no state of the plan: somebody else changed it.";
        }
        String part = partOf(plan, done, inside);
        if (done > 0) {
            return howMany(done, total) + " committed; the database is at " + at + "." + part;
        }
        return "The database is still at " + at + (part.isEmpty() ? ": nothing was committed." : "." + part);
    }

    /** After how many steps the version rows are these; -1 if they are of no state of the plan. */
    private static int stepsBehind(Plan plan, List<String> rows) {
        for (int done = plan.steps().size(); done > 0; done--) {
            if (rows.equals(plan.steps().get(done - 1).rowsAfter())) {
                return done;
            }
        }
        return rows.equals(plan.current()) ? 0 : -1;
    }

    private static String howMany(int done, int total) {
        if (done == total) {
            return total == 1 ? "The revision was" : "All " + total + " revisions were";
        }
        return done + " of " + total + (done == 1 ? " revisions was" : " revisions were");
    }

    private static String partOf(Plan plan, int done, CommitsInside inside) {
        if (inside.told() > done) {
            return " Revision " + revision(plan, inside.told()) + " had committed a part of its work by itself (an"
                    + " autocommit_block or COMMIT), which stays: look at it before the next attempt.";
        }
        if (inside.possible() > done) {
            return " Revision " + revision(plan, inside.possible()) + " may have committed a part of its work by itself"
                    + " (in autocommit, with another connection, or by another process), which would stay: look at it"
                    + " before the next attempt.";
        }
        return "";
    }

    private static String revision(Plan plan, int step) {
        return plan.steps().get(step - 1).revision();
    }
}
