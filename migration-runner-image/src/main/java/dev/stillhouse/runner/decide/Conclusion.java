package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is told of an apply that failed. */
public final class Conclusion {
    private Conclusion() {}

    /**
     * Why the run failed and where the database stands.
     *
     * @param cause why the run was stopped, if it was
     * @param after version rows as read afterwards; absent if they could not be read
     * @param inside what its steps may have committed
     * @param inTheWay who blocked the project last, as a sentence
     */
    public static Trouble failed(
            Plan plan,
            Trouble trouble,
            Optional<StopCause> cause,
            @Nullable List<String> after,
            CommitsInside inside,
            Optional<String> inTheWay) {
        String standing = Standing.describe(plan, after, inside);
        boolean waited = trouble.reason() == Reason.LockTimeout || cause.equals(Optional.of(StopCause.DEADLINE));
        String blocked = waited ? inTheWay.map(text -> " " + text).orElse("") : "";
        if (cause.isEmpty()) {
            return new Trouble(trouble.reason(), trouble.message() + blocked + " " + standing, trouble.failure());
        }
        return new Trouble(
                cause.get().reason(),
                cause.get().sentence() + ", and what the project ran was cancelled." + blocked + " " + standing
                        + cause.get().advice(),
                trouble.failure());
    }
}
