package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the database is where the plan said that it would be. */
public final class Verification {
    private Verification() {}

    /**
     * The trouble, or empty if all is well.
     *
     * @param after version rows as read by the runner; absent if they could not be read
     */
    public static Optional<Trouble> check(Plan plan, @Nullable List<String> after) {
        if (after == null) {
            return Optional.of(new Trouble(
                    Reason.ConnectionFailed,
                    "Alembic reported success, but the version rows could not be read afterwards to confirm it."));
        }
        if (after.equals(plan.rowsAfter())) {
            return Optional.empty();
        }
        return Optional.of(new Trouble(
                Reason.VerificationFailed,
                "Alembic reported success, but " + plan.versionTable() + " says " + Rows.text(after) + " instead of the"
                        + " planned " + Rows.text(plan.rowsAfter()) + ". env.py may not commit its connection, or a"
                        + " revision changes the version table itself."));
    }
}
