package dev.stillhouse.operator.request;

import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Reason;

/** Says a decision about a request in the words of conditions. */
final class RequestStanding {
    private RequestStanding() {}

    static Standing of(RequestSnapshot world, RequestDecision decision) {
        return switch (decision) {
            case RequestDecision.AwaitMigration(var isLate) -> awaitMigration(world, isLate);
            case RequestDecision.Queue() ->
                Standing.reconciling(Reason.Queued, "It waits for its turn: one run of a DatabaseMigration at a time.");
            case RequestDecision.Follow(var run) -> Standing.reconciling(RunOutcomes.reason(run), said(run));
            case RequestDecision.Stop(var run) ->
                Standing.reconciling(
                        Reason.Cancelled,
                        "Run %s is being stopped, as was asked."
                                .formatted(run.getMetadata().getName()));
            case RequestDecision.Finish(var run) ->
                RunOutcomes.phase(run) == RunPhase.Succeeded
                        ? Standing.ready(RunOutcomes.reason(run), said(run))
                        : Standing.stalled(RunOutcomes.reason(run), said(run));
            case RequestDecision.Fail(var reason, var message) -> Standing.stalled(reason, message);
            case RequestDecision.Decline(var before) -> declined(before);
            case RequestDecision.Rest rest -> over();
            case RequestDecision.Keep keep -> over();
            case RequestDecision.Expire expire -> over();
        };
    }

    private static Standing awaitMigration(RequestSnapshot world, boolean isLate) {
        var message =
                "There is no DatabaseMigration %s in the namespace %s. The request waits for it; if the name is wrong, delete the request and create it with the right spec.migrationRef.name."
                        .formatted(
                                world.request().getSpec().migrationRef().name(),
                                world.request().getMetadata().getNamespace());
        return isLate
                ? Standing.stalled(Reason.MigrationNotFound, message)
                : Standing.reconciling(Reason.Queued, message);
    }

    /** What was done is done: a GitOps tool that brings a request again is not to see it as trouble, unless it was. */
    private static Standing declined(ExecutedRequest before) {
        var message =
                "A request of this name and content was taken up at %s as run %s (%s), so nothing was run for this one. If you want it done once more, create it under another name."
                        .formatted(
                                before.time(),
                                before.run(),
                                before.endIsKnown() ? before.outcome() : "its end is not known");
        return before.succeeded()
                ? Standing.ready(Reason.AlreadyExecuted, message)
                : Standing.stalled(Reason.AlreadyExecuted, message);
    }

    private static String said(MigrationRun run) {
        return "Run %s: %s".formatted(run.getMetadata().getName(), RunOutcomes.message(run));
    }

    private static Standing over() {
        throw new IllegalArgumentException("a request that is over says nothing new");
    }
}
