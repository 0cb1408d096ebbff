package dev.stillhouse.runner.decide;

import dev.stillhouse.runner.model.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the database still is from the target. */
public final class Pending {
    private Pending() {}

    /**
     * The revisions of the steps of the plan that are still to go when the version rows are these, in order.
     *
     * @param rows version rows, sorted; absent if they could not be read
     * @return absent where the rows are of no place on the way, or the project does not know them
     */
    public static @Nullable List<String> revisions(Plan plan, @Nullable List<String> rows) {
        if (rows == null || !plan.unknown().isEmpty()) {
            return null;
        }
        for (int done = plan.steps().size(); done > 0; done--) {
            if (plan.steps().get(done - 1).rowsAfter().equals(rows)) {
                return plan.revisions().subList(done, plan.steps().size());
            }
        }
        boolean isStamped = plan.steps().isEmpty() && rows.equals(plan.target());
        return isStamped || rows.equals(plan.current()) ? plan.revisions() : null;
    }
}
