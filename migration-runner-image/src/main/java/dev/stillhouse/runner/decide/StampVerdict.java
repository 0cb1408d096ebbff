package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be said of a stamp, before and after. */
public final class StampVerdict {
    private StampVerdict() {}

    /** Why nothing may be written on this server; empty if it may. */
    public static Optional<Trouble> refuse(ServerIdentity server) {
        return server.readOnly() ? Optional.of(Gate.readOnly()) : Optional.empty();
    }

    /**
     * The trouble if the rows are not those of the target, although Alembic reported success.
     *
     * @param after version rows as read by the runner; absent if they could not be read
     */
    public static Optional<Trouble> unexpected(Plan plan, @Nullable List<String> after) {
        if (after == null) {
            return Optional.of(new Trouble(
                    Reason.ConnectionFailed,
                    "Alembic reported success, but the version rows could not be read afterwards to confirm it."));
        }
        return after.equals(plan.target().stream().sorted().toList())
                ? Optional.empty()
                : Optional.of(new Trouble(
                        Reason.VerificationFailed,
                        "Alembic reported success, but " + plan.versionTable() + " says " + Rows.text(after)
                                + " instead of " + Rows.text(plan.target()) + ". env.py may not commit its connection,"
                                + " or somebody else changed the table."));
    }

    /** A stamp that failed, and what the rows are now. */
    public static Trouble failed(Trouble trouble, Optional<StopCause> cause, @Nullable List<String> after) {
        String standing = after == null
                ? " What the version rows are could not be read afterwards."
                : " The version rows are " + Rows.text(after) + ".";
        return cause.map(why -> new Trouble(why.reason(), why.sentence() + "." + standing, trouble.failure()))
                .orElseGet(() -> new Trouble(trouble.reason(), trouble.message() + standing, trouble.failure()));
    }
}
