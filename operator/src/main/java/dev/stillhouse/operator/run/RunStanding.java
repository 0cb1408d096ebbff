package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.BackupStates;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Operation;
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
            case RunDecision.Settle(var by)
            when world.run().getSpec().operation() == Operation.Restore ->
                Standing.stalled(
                        Reason.Lost,
                        "Its pod was lost, and it is not known whether the restore was finished. Run %s read the database again: it is at %s. Look which databases the server has before you do anything else: one that was replaced stays under a dated name."
                                .formatted(
                                        by.getMetadata().getName(),
                                        by.getStatus().revision()));
            case RunDecision.Settle(var by)
            when world.run().getSpec().hasRelativeTarget() ->
                Standing.stalled(
                        Reason.Lost,
                        "Its pod was lost, and a relative target does not tell whether it was reached. Run %s read the database again: it is at %s. If that is not what you wanted, create another run."
                                .formatted(
                                        by.getMetadata().getName(),
                                        by.getStatus().revision()));
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
                                                        by.getStatus().revision())
                                        + wayBack(world, by));
            case RunDecision.Rest() -> throw new IllegalArgumentException("a run that rests says nothing new");
        };
    }

    private static BackupVerification asked(RunSnapshot world) {
        return world.run().getSpec().backupOrDefault().verifyOrDefault();
    }

    /** After a failure that may have changed something. */
    private static String wayBack(RunSnapshot world, RunReport report) {
        var changed = report.after() == null || !report.after().equals(report.before()) || report.stepsDone() > 0;
        var backup = report.backup();
        var database = report.database();
        return changed && backup != null && database != null && BackupStates.isGood(backup.state(), asked(world))
                ? WayBack.text(world.run(), backup.snapshotTime(), database.name())
                : "";
    }

    private static String wayBack(RunSnapshot world, MigrationRun readBy) {
        var backup = world.run().getStatus().backup();
        return RunOutcomes.result(readBy)
                .map(RunResult::database)
                .filter(database ->
                        backup != null && backup.state() != null && BackupStates.isGood(backup.state(), asked(world)))
                .map(database ->
                        WayBack.text(world.run(), backup == null ? null : backup.snapshotTime(), database.name()))
                .orElse("");
    }

    private static String howToRead(RunSnapshot world) {
        return world.plan().isPresent() || RunOutcomes.planDocument(world.run()).isPresent()
                ? " To read the whole plan with its SQL: " + PlanFactory.howToRead(world.run())
                : "";
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
            case AwaitingApproval -> Standing.awaitingApproval(report.message() + howToRead(world));
            case Failed -> Standing.stalled(report.reason(), report.message() + wayBack(world, report));
        };
    }
}
