package dev.stillhouse.runner.postgres;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A restore by several jobs, and once more by one if that fails. Several may make an index, or fill a view, whose function asks
 * for rows that are still to come; a single one keeps the dump's order.
 */
public final class SeveralJobs {
    /** What a server and a disk of our own say alike. */
    public static final String DISK_FULL = "No space left on device";

    private SeveralJobs() {}

    /** @param attempt begins with an empty database each time, and fails with the reason {@code RestoreFailed} */
    public static <T> Result<T> thenOne(int jobs, Consumer<String> messages, IntFunction<Result<T>> attempt) {
        Result<T> first = attempt.apply(jobs);
        if (jobs > 1 && first instanceof Result.Failed<T>(Trouble trouble) && mayBeForTheirOrder(trouble)) {
            messages.accept("The backup could not be restored by several jobs at once. Trying again with one.");
            return attempt.apply(1);
        }
        return first;
    }

    private static boolean mayBeForTheirOrder(Trouble trouble) {
        return trouble.reason() == Reason.RestoreFailed && !trouble.message().contains(DISK_FULL);
    }
}
