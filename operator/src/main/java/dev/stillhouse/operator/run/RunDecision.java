package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import java.time.Instant;
import java.util.Optional;

/** What to do next about a run. */
sealed interface RunDecision {
    /** Create its Job. */
    record Launch() implements RunDecision {}

    /** The pod has not started; {@code reason} says whether that is trouble. */
    record Pend(Reason reason, String message) implements RunDecision {}

    /** The runner is at work. */
    record Follow() implements RunDecision {}

    /** Stop it: delete its Job and wait for the end of its pod. */
    record Stop() implements RunDecision {}

    /**
     * Delete its Job as it was seen, which had no pod that is gone: if nobody has changed the Job since and there is no pod,
     * {@code end} is the end of the run, and else it is looked at again.
     */
    record Withdraw(Fail end) implements RunDecision {}

    /** The runner has ended, and its plan is still to come: the end is recorded when it is there, or will not be. */
    record AwaitPlan() implements RunDecision {}

    /** The runner reported. */
    record Finish(RunReport report) implements RunDecision {}

    /** It ended without having done anything to the database; {@code unheard} if that is known although it did not report. */
    record Fail(Reason reason, String message, boolean unheard) implements RunDecision {
        Fail(Reason reason, String message) {
            this(reason, message, false);
        }
    }

    /** It ended without a report: what it did is for the database to say. */
    record Lose(String message) implements RunDecision {}

    /** It waits for the run that reads the database. */
    record AwaitSettlement() implements RunDecision {}

    /** The database was read. */
    record Settle(MigrationRun by) implements RunDecision {}

    /** It is over and on record, and its Job or pod is still there: delete it, so that nothing runs on or starts again. */
    record Clear() implements RunDecision {}

    /** It is over; nothing changes any more. {@code again} is when to look at its Job, if that has no end yet. */
    record Rest(Optional<Instant> again) implements RunDecision {
        Rest() {
            this(Optional.empty());
        }
    }
}
