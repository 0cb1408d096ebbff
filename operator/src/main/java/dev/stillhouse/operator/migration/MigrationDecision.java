package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.Held;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.RoutineRuns;
import dev.stillhouse.report.Reason;
import java.time.Instant;

/** What to do next about a DatabaseMigration. */
sealed interface MigrationDecision {
    /** Start a run. */
    record Start(Purpose purpose, int number, Attempt attempt) implements MigrationDecision {
        /** The same under another number. */
        Start numbered(int other) {
            return new Start(purpose, other, attempt);
        }
    }

    /** Somebody has asked for something, and there is no status yet to remember it in: that is written first. */
    record OpenRecord(MigrationRequest next) implements MigrationDecision {}

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

    /** A request has moved the database, which is left there until the manifest asks for something else. */
    record Hold(Held held) implements MigrationDecision {}

    /** Nothing more will happen until somebody changes something. */
    record Stall(Reason reason, String message) implements MigrationDecision {}

    /** {@code spec.suspend} keeps a run from being started. */
    record Suspend() implements MigrationDecision {}

    /** Whether nothing is done now, so that there is time to look where the database is. */
    default boolean isIdle() {
        return switch (this) {
            case Settled settled -> true;
            case AwaitApproval approval -> true;
            case Hold hold -> true;
            case Stall stall -> true;
            case Start start -> false;
            case OpenRecord open -> false;
            case Await await -> false;
            case Withdraw withdraw -> false;
            case RetryLater later -> false;
            case Suspend suspend -> false;
        };
    }

    /** Whether what is done cannot move the database, so that it stands as it stood. */
    default boolean leavesDatabase() {
        return switch (this) {
            case Start start -> !start.purpose().moves();
            case Await(var run) ->
                switch (Kind.of(run)) {
                    case LOOK, ASIDE -> true;
                    case MIGRATION, MOVE, SETTLEMENT -> false;
                };
            case RetryLater(var failed, var reason, var due) -> RoutineRuns.isRoutine(failed);
            default -> false;
        };
    }
}
