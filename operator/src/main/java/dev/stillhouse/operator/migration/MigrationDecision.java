package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.Held;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Reason;
import java.time.Instant;

/** What to do next about a DatabaseMigration. */
sealed interface MigrationDecision {
    /** Start a run. */
    record Start(Purpose purpose, int number, int attempt) implements MigrationDecision {}

    /** Take up a run that a person created: complete it, with this number. */
    record Adopt(MigrationRun run, int number) implements MigrationDecision {}

    /** A run is under way. */
    record Await(MigrationRun run) implements MigrationDecision {}

    /** A run that could not start yet is no longer wanted: ask for its end. */
    record Withdraw(MigrationRun run) implements MigrationDecision {}

    /** The last run failed for a reason that can pass; the next attempt is due at a time. */
    record RetryLater(MigrationRun failed, Reason reason, Instant due) implements MigrationDecision {}

    /** The database is at the target. */
    record Settled(MigrationRun run) implements MigrationDecision {}

    /** The plan of the last run waits for an approval. */
    record AwaitApproval(MigrationRun run) implements MigrationDecision {}

    /** A person's run has moved the database, which is left there until the manifest asks for something else. */
    record Hold(Held held) implements MigrationDecision {}

    /** Nothing more will happen until somebody changes something. */
    record Stall(Reason reason, String message) implements MigrationDecision {}

    /** {@code spec.suspend} keeps a run from being started. */
    record Suspend() implements MigrationDecision {}
}
