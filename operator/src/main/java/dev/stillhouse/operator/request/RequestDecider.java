package dev.stillhouse.operator.request;

import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.ExecutedRequests;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.request.RequestDecision.AwaitMigration;
import dev.stillhouse.operator.request.RequestDecision.Decline;
import dev.stillhouse.operator.request.RequestDecision.Expire;
import dev.stillhouse.operator.request.RequestDecision.Fail;
import dev.stillhouse.operator.request.RequestDecision.Finish;
import dev.stillhouse.operator.request.RequestDecision.Follow;
import dev.stillhouse.operator.request.RequestDecision.Keep;
import dev.stillhouse.operator.request.RequestDecision.Queue;
import dev.stillhouse.operator.request.RequestDecision.Rest;
import dev.stillhouse.operator.request.RequestDecision.Stop;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.time.Instant;

/** Decides what to do about a request. Pure: the same snapshot and time give the same decision. */
final class RequestDecider {
    /** For how long a DatabaseMigration may be missing before that counts as trouble. */
    static final Duration MIGRATION_PATIENCE = Duration.ofMinutes(5);

    private RequestDecider() {}

    static RequestDecision decide(RequestSnapshot world, Instant now) {
        if (world.phase().terminal()) {
            return whileOver(world, now);
        }
        if (world.run().isPresent()) {
            return withRun(world, world.run().get());
        }
        if (world.executed().isPresent()) {
            return onRecord(world, world.executed().get());
        }
        if (isCancelled(world)) {
            return new Fail(Reason.Cancelled, "Cancelled before it was taken up; nothing was changed.");
        }
        return world.migration().isPresent() ? new Queue() : new AwaitMigration(isLate(world, now));
    }

    private static RequestDecision whileOver(RequestSnapshot world, Instant now) {
        var ended = world.request().getStatus().completionTime();
        var until = world.request()
                .getSpec()
                .ttlOrNone()
                .map(ttl -> ended == null ? now : Instant.parse(ended).plus(ttl));
        if (until.isEmpty()) {
            return new Rest();
        }
        return now.isBefore(until.get()) ? new Keep(until.get()) : new Expire();
    }

    private static RequestDecision withRun(RequestSnapshot world, MigrationRun run) {
        if (RunOutcomes.isOver(run)) {
            return new Finish(run);
        }
        return isCancelled(world) && !Cancellation.isAsked(run) ? new Stop(run) : new Follow(run);
    }

    /** It was taken up, or one like it was, and its run is not there. */
    private static RequestDecision onRecord(RequestSnapshot world, ExecutedRequest executed) {
        if (!executed.uid().equals(world.request().getMetadata().getUid())) {
            return new Decline(executed);
        }
        if (executed.outcome() == null && !isOnRecord(world)) {
            // It is noted before its run is made; with its run it comes into the status.
            return new Queue();
        }
        if (!executed.endIsKnown()) {
            return new Fail(
                    Reason.OutcomeUnknown,
                    "Run %s was deleted before its end was known. Look at the DatabaseMigration for where the database is."
                            .formatted(executed.run()));
        }
        return new Fail(
                executed.succeeded() ? Reason.AlreadyExecuted : Reason.OutcomeUnknown,
                "Run %s has carried it out (%s), and was deleted before that was told here."
                        .formatted(executed.run(), executed.outcome()));
    }

    private static boolean isOnRecord(RequestSnapshot world) {
        return world.migration().filter(ExecutedRequests::isOnRecord).isPresent();
    }

    private static boolean isLate(RequestSnapshot world, Instant now) {
        return !Instant.parse(world.request().getMetadata().getCreationTimestamp())
                .plus(MIGRATION_PATIENCE)
                .isAfter(now);
    }

    private static boolean isCancelled(RequestSnapshot world) {
        return Labels.annotation(world.request(), Labels.CANCEL).isPresent();
    }
}
