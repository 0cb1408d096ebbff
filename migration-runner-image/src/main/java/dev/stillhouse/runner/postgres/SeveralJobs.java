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
    private SeveralJobs() {}

    /** @param attempt begins with an empty database each time, and fails with the reason {@code RestoreFailed} */
    public static <T> Result<T> thenOne(int jobs, Consumer<String> messages, IntFunction<Result<T>> attempt) {
        Result<T> first = attempt.apply(jobs);
        if (jobs > 1 && first instanceof Result.Failed<T>(Trouble trouble) && mayBeForTheirOrder(trouble)) {
            messages.accept("The backup could not be restored by several jobs at once: " + trouble.message()
                    + " Trying again with one.");
            return attempt.apply(1).fold(Result::ok, second -> Result.failed(both(trouble, second)));
        }
        return first;
    }

    private static boolean mayBeForTheirOrder(Trouble trouble) {
        return trouble.reason() == Reason.RestoreFailed && !FullDisk.isToldBy(trouble.message());
    }

    /** The second may be another one, as of a server that has become full or has gone, and the first tell more. */
    private static Trouble both(Trouble first, Trouble second) {
        return first.message().equals(second.message())
                ? second
                : second.saying("Before, by several jobs at once: " + first.message());
    }
}
