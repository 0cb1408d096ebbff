package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.BackupNames;
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
import java.util.Objects;
import java.util.Optional;

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
            case RunDecision.Stop stop -> beingStopped();
            case RunDecision.Withdraw withdraw -> beingStopped();
            case RunDecision.AwaitPlan() ->
                Standing.reconciling(Reason.Running, "The runner has ended. Its plan is being read from its log.");
            case RunDecision.Finish(var report) -> reported(world, report);
            case RunDecision.Fail(var reason, var message, var unheard) -> Standing.stalled(reason, message);
            case RunDecision.Lose(var message) -> Standing.reconciling(Reason.OutcomeUnknown, message);
            case RunDecision.AwaitSettlement() -> Standing.reconciling(Reason.OutcomeUnknown, lost(world));
            case RunDecision.Settle(var by)
            when world.run().getSpec().operation() == Operation.Restore ->
                Standing.stalled(
                        shortfall(world),
                        "%s, and it is not known whether the restore was finished. Run %s read the database again: it is at %s. Look which databases the server has before you do anything else: one that was replaced stays under a dated name."
                                .formatted(
                                        Loss.words(Loss.of(world)),
                                        by.getMetadata().getName(),
                                        by.getStatus().revision()));
            case RunDecision.Settle(var by)
            when world.run().getSpec().hasRelativeTarget() ->
                Standing.stalled(
                        shortfall(world),
                        "%s, and a relative target does not tell whether it was reached. Run %s read the database again: it is at %s. If that is not what you wanted, create another run."
                                .formatted(
                                        Loss.words(Loss.of(world)),
                                        by.getMetadata().getName(),
                                        by.getStatus().revision()));
            case RunDecision.Settle(var by) ->
                RunOutcomes.isAtTarget(by)
                        ? Standing.ready(
                                Reason.Settled,
                                "%s, but the database, read again by run %s, is at the target."
                                        .formatted(
                                                Loss.words(Loss.of(world)),
                                                by.getMetadata().getName()))
                        : Standing.stalled(
                                shortfall(world),
                                "%s, and the database, read again by run %s, is at %s, not at the target."
                                                .formatted(
                                                        Loss.words(Loss.of(world)),
                                                        by.getMetadata().getName(),
                                                        by.getStatus().revision())
                                        + Loss.advice(Loss.of(world))
                                        + wayBack(world, by));
            case RunDecision.Clear clear -> throw new IllegalArgumentException("a run that is over says nothing new");
            case RunDecision.Rest rest -> throw new IllegalArgumentException("a run that is over says nothing new");
        };
    }

    private static Standing beingStopped() {
        return Standing.reconciling(Reason.Cancelled, "It is being stopped, as was asked.");
    }

    /** What is known since may be more than when it was lost. */
    private static String lost(RunSnapshot world) {
        var known = RunOutcomes.message(world.run());
        var advice = Loss.advice(Loss.of(world));
        return known.contains(advice) ? known : known + advice;
    }

    /** Why a run did not do its work that the database now shows not to be done. */
    private static Reason shortfall(RunSnapshot world) {
        return RunOutcomes.shortfall(Loss.of(world));
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
                ? WayBack.text(
                        world.run(),
                        Objects.requireNonNullElseGet(backup.reused(), () -> BackupNames.of(world.run())),
                        backup.snapshotTime(),
                        backup.scope(),
                        database.name())
                : "";
    }

    private static String wayBack(RunSnapshot world, MigrationRun readBy) {
        var backup = world.run().getStatus().backup();
        return RunOutcomes.result(readBy)
                .map(RunResult::database)
                .filter(database ->
                        backup != null && backup.state() != null && BackupStates.isGood(backup.state(), asked(world)))
                .map(database -> WayBack.text(
                        world.run(),
                        Optional.ofNullable(backup).map(RunBackup::name).orElseGet(() -> BackupNames.of(world.run())),
                        backup == null ? null : backup.snapshotTime(),
                        backup == null ? null : backup.scope(),
                        database.name()))
                .orElse("");
    }

    private static String howToRead(RunSnapshot world) {
        return world.plan() instanceof HeardPlan.Whole
                        || RunOutcomes.planDocument(world.run()).isPresent()
                ? " To read the whole plan with its SQL: " + PlanFactory.howToRead(world.run())
                : "";
    }

    /** Of a run that had a plan. */
    private static String whyNotKept(RunSnapshot world) {
        return world.plan() instanceof HeardPlan.Lost(var why) ? " Its plan is not kept: " + why : "";
    }

    private static Standing reported(RunSnapshot world, RunReport report) {
        if (report.reason() == Reason.Cancelled) {
            return ended(world, report);
        }
        return switch (report.outcome()) {
            case Succeeded -> Standing.ready(report.reason(), report.message() + whyNotKept(world));
            case AwaitingApproval -> Standing.awaitingApproval(report.message() + howToRead(world) + whyNotKept(world));
            case Failed ->
                Standing.stalled(report.reason(), report.message() + wayBack(world, report) + whyNotKept(world));
            case Unknown -> Standing.stalled(Reason.Unknown, Foreign.outcome(report) + wayBack(world, report));
        };
    }

    /** The runner knows only that it was told to end. */
    private static Standing ended(RunSnapshot world, RunReport report) {
        if (Cancellation.isAsked(world.run())) {
            return Standing.stalled(
                    Reason.Cancelled,
                    "Stopped on request (annotation %s). %s%s"
                            .formatted(Labels.CANCEL, report.message(), whyNotKept(world)));
        }
        return Loss.disruption(world)
                .map(cause -> Standing.stalled(
                        Reason.Disrupted, "Its pod was taken away: %s. %s".formatted(cause, report.message())))
                .orElseGet(() -> Standing.stalled(
                        Reason.Cancelled, "Its pod was told to end: somebody deleted it. " + report.message()));
    }
}
