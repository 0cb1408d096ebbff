package dev.stillhouse.operator.request;

import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Reason;
import java.time.Instant;

/** What to do next about a request. */
sealed interface RequestDecision {
    /** There is no DatabaseMigration of the name; {@code isLate} if there has been none for so long that it counts as trouble. */
    record AwaitMigration(boolean isLate) implements RequestDecision {}

    /** It waits for its turn. */
    record Queue() implements RequestDecision {}

    /** Its run is under way. */
    record Follow(MigrationRun run) implements RequestDecision {}

    /** Its run is under way and is to be stopped, as the request is. */
    record Stop(MigrationRun run) implements RequestDecision {}

    /** Its run has ended. */
    record Finish(MigrationRun run) implements RequestDecision {}

    /** It came to its end without its run. */
    record Fail(Reason reason, String message) implements RequestDecision {}

    /** One of the same name and content was taken up before. */
    record Decline(ExecutedRequest before) implements RequestDecision {}

    /** It is over. */
    record Rest() implements RequestDecision {}

    /** It is over, and is deleted at a time. */
    record Keep(Instant until) implements RequestDecision {}

    /** It was over for as long as it was to be kept. */
    record Expire() implements RequestDecision {}
}
