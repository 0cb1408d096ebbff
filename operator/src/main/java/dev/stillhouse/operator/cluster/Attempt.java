package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Reason;
import java.time.Duration;

/**
 * Which attempt at the same thing a run is. One whose pod Kubernetes took away was none: a migration that takes longer than
 * the nodes of a rolling upgrade stay would otherwise be given up, although nothing is wrong with it.
 *
 * @param number of those that count, from 1
 * @param disruptions how many runs were taken away so far, over all attempts
 */
public record Attempt(int number, int disruptions) {
    public static final Attempt FIRST = new Attempt(1, 0);

    public static Attempt of(MigrationRun run) {
        return new Attempt(run.getSpec().attempt(), run.getSpec().disruptionsOrNone());
    }

    /** The one that follows a run that ended for this reason. */
    public static Attempt after(MigrationRun run, Reason reason) {
        var ended = of(run);
        return reason.retry() == Reason.Retry.UNCOUNTED
                ? new Attempt(ended.number, ended.disruptions + 1)
                : new Attempt(ended.number + 1, ended.disruptions);
    }

    /** Whether none follows by itself. */
    public static boolean isLast(MigrationRun run, Reason reason) {
        return switch (reason.retry()) {
            case NEVER -> true;
            case BACKOFF, ONCE -> run.getSpec().attempt() >= most(run, reason);
            case UNCOUNTED -> false;
        };
    }

    /** Up to which number attempts follow each other by themselves, if they end for this reason. */
    public static int most(MigrationRun run, Reason reason) {
        var retries = run.getSpec().execution().retriesOrDefault();
        return 1 + (reason.retry() == Reason.Retry.ONCE ? Math.min(1, retries) : retries);
    }

    /** How long to wait for the next one: the longer, the more there were of the kind. */
    public static Duration pauseAfter(MigrationRun run, Reason reason) {
        var before = reason.retry() == Reason.Retry.UNCOUNTED ? after(run, reason).disruptions : of(run).number;
        return Backoff.after(before, run.getSpec().execution().retryBackoffOrDefault());
    }
}
