package dev.stillhouse.operator.run;

import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;

/** Says a decision about a run in the words of conditions. */
final class RunStanding {
    private RunStanding() {}

    static Standing of(RunSnapshot world, RunDecision decision) {
        return switch (decision) {
            case RunDecision.Launch() -> Standing.reconciling(Reason.Starting, "Its Job is being created.");
            case RunDecision.Pend(var reason, var message) -> Standing.reconciling(reason, message);
            case RunDecision.Follow() ->
                Standing.reconciling(
                        Reason.Running, world.progress().map(Progress::message).orElse("The runner is at work."));
            case RunDecision.Stop() -> Standing.reconciling(Reason.Cancelled, "It is being stopped, as was asked.");
            case RunDecision.Finish(var report) -> reported(world, report);
            case RunDecision.Fail(var reason, var message) -> Standing.stalled(reason, message);
            case RunDecision.Lose(var message) -> Standing.reconciling(Reason.OutcomeUnknown, message);
            case RunDecision.AwaitSettlement() ->
                Standing.reconciling(Reason.OutcomeUnknown, RunOutcomes.message(world.run()));
            case RunDecision.Settle(var by) ->
                RunOutcomes.isAtTarget(by)
                        ? Standing.ready(
                                Reason.Settled,
                                "Its pod was lost, but the database, read again by run %s, is at the target."
                                        .formatted(by.getMetadata().getName()))
                        : Standing.stalled(
                                Reason.Lost,
                                "Its pod was lost, and the database, read again by run %s, is at %s, not at the target."
                                        .formatted(
                                                by.getMetadata().getName(),
                                                by.getStatus().revision()));
            case RunDecision.Rest() -> throw new IllegalArgumentException("a run that rests says nothing new");
        };
    }

    private static Standing reported(RunSnapshot world, RunReport report) {
        if (report.reason() == Reason.Cancelled) {
            // The runner knows only that it was told to end.
            var why = Cancellation.isAsked(world.run())
                    ? "Stopped on request (annotation %s). ".formatted(Labels.CANCEL)
                    : "Its pod was told to end: deleted, evicted, or its node was drained. ";
            return Standing.stalled(report.reason(), why + report.message());
        }
        return switch (report.outcome()) {
            case Succeeded -> Standing.ready(report.reason(), report.message());
            case AwaitingApproval -> Standing.awaitingApproval(report.message());
            case Failed -> Standing.stalled(report.reason(), report.message());
        };
    }
}
