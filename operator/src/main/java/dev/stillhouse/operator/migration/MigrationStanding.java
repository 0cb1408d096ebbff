package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationSpec;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Revisions;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Reason;

/** Says a decision in the words of conditions. */
final class MigrationStanding {
    private MigrationStanding() {}

    static Standing of(MigrationDecision decision, MigrationSnapshot world) {
        var standing = of(decision, world.migration().getSpec());
        return world.history()
                .drift()
                .map(drift -> standing.drifted(drift.sentence()))
                .orElse(standing);
    }

    private static Standing of(MigrationDecision decision, DatabaseMigrationSpec spec) {
        return switch (decision) {
            case MigrationDecision.Start start -> Standing.reconciling(Reason.Starting, starting(start, spec));
            case MigrationDecision.OpenRecord(var next) ->
                Standing.reconciling(
                        Reason.Starting,
                        "The request %s is carried out next."
                                .formatted(next.getMetadata().getName()));
            case MigrationDecision.Await(var run) -> underWay(run);
            case MigrationDecision.Withdraw(var run) ->
                Standing.reconciling(
                        Reason.Superseded,
                        "Run %s has not started and is withdrawn, as something else is wanted now."
                                .formatted(run.getMetadata().getName()));
            case MigrationDecision.RetryLater(var failed, var reason, var due) ->
                Standing.reconciling(
                        reason,
                        "%s%s %s"
                                .formatted(
                                        before(failed, reason),
                                        RunOutcomes.message(failed),
                                        Attempts.next(failed, reason, due)));
            case MigrationDecision.Settled(var run) ->
                Standing.ready(RunOutcomes.reason(run), RunOutcomes.message(run));
            case MigrationDecision.AwaitApproval(var run) -> Standing.awaitingApproval(RunOutcomes.message(run));
            case MigrationDecision.Stall(var reason, var message) -> Standing.stalled(reason, message);
            case MigrationDecision.Hold(var held) -> Standing.stalled(Reason.read(held.reason()), held.message());
            case MigrationDecision.Suspend() ->
                Standing.idle(
                        Reason.Suspended,
                        "spec.suspend is set: no run is started. Set it to false to let migrations go on.");
        };
    }

    private static String starting(MigrationDecision.Start start, DatabaseMigrationSpec spec) {
        return switch (start.purpose()) {
            case Purpose.Migrate migrate ->
                "A run to %s is being started.".formatted(Revisions.targets(spec.targetsOrDefault()));
            case Purpose.Settle(var run) ->
                "The outcome of run %s is not known; the database is asked.".formatted(run.name());
            case Purpose.Look look -> "The database is asked where it is.";
            case Purpose.CarryOut(var request) ->
                "The request %s is being carried out."
                        .formatted(request.getMetadata().getName());
            case Purpose.GoDown(var with, var known) ->
                "The project does not know %s. A run with %s, which does, is being started to go down to the newest revision that both know."
                        .formatted(
                                Revisions.text(with.revisions()), with.project().image());
        };
    }

    /** What became of the run that a settling one has read the database for. */
    private static String before(MigrationRun failed, Reason reason) {
        if (reason == Reason.Lost) {
            return "The pod of the run before was lost. ";
        }
        return reason == Reason.Disrupted && RunOutcomes.reason(failed) != reason
                ? "Kubernetes took the pod of the run before away. "
                : "";
    }

    private static Standing underWay(MigrationRun run) {
        return Standing.reconciling(
                RunOutcomes.reason(run),
                "Run %s: %s".formatted(run.getMetadata().getName(), RunOutcomes.message(run)));
    }
}
