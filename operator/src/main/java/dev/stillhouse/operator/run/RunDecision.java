package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;

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

    /** The runner reported. */
    record Finish(RunReport report) implements RunDecision {}

    /** It ended without having done anything to the database. */
    record Fail(Reason reason, String message) implements RunDecision {}

    /** It ended without a report: what it did is for the database to say. */
    record Lose(String message) implements RunDecision {}

    /** It waits for the run that reads the database. */
    record AwaitSettlement() implements RunDecision {}

    /** The database was read. */
    record Settle(MigrationRun by) implements RunDecision {}

    /** It is over; nothing changes any more. */
    record Rest() implements RunDecision {}
}
