package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.migration.MigrationDecision.Await;
import dev.stillhouse.operator.migration.MigrationDecision.AwaitApproval;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.operator.migration.MigrationDecision.Suspend;
import dev.stillhouse.operator.migration.MigrationDecision.Withdraw;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.time.Instant;

/** Decides what to do about a DatabaseMigration. Pure: the same snapshot and time give the same decision. */
final class MigrationDecider {
    private MigrationDecider() {}

    static MigrationDecision decide(MigrationSnapshot world, Instant now) {
        var newest = world.newest();
        if (newest.isPresent() && !RunOutcomes.phase(newest.get()).terminal()) {
            return whileActive(world, newest.get());
        }
        if (newest.isPresent()
                && RunOutcomes.phase(newest.get()) == RunPhase.Succeeded
                && isWanted(world, newest.get())) {
            return afterSuccess(world, newest.get());
        }
        if (world.rival().isPresent()) {
            var rival = world.rival().get().getMetadata();
            return new Stall(
                    Reason.DatabaseConflict,
                    "The DatabaseMigration %s/%s manages the same database and version table, and is older. Delete one of the two."
                            .formatted(rival.getNamespace(), rival.getName()));
        }
        if (world.migration().getSpec().suspended()) {
            return new Suspend();
        }
        if (newest.isEmpty() || !isWanted(world, newest.get()) || !hasSameTerms(world, newest.get())) {
            return migrate(world, 1);
        }
        return RunOutcomes.phase(newest.get()) == RunPhase.AwaitingApproval
                ? new AwaitApproval(newest.get())
                : afterFailure(world, newest.get(), now);
    }

    private static MigrationDecision whileActive(MigrationSnapshot world, MigrationRun run) {
        if (RunOutcomes.phase(run) == RunPhase.Unknown) {
            return observe(world, run.getSpec().attempt(), run.getMetadata().getName());
        }
        var stuckBeforeStart = RunOutcomes.phase(run) == RunPhase.Pending && isTrouble(run);
        var outdated = !isWanted(world, run) || !hasSameTerms(world, run);
        var asked = Labels.annotation(run, Labels.CANCEL).isPresent();
        return stuckBeforeStart && outdated && !asked ? new Withdraw(run) : new Await(run);
    }

    private static MigrationDecision afterSuccess(MigrationSnapshot world, MigrationRun run) {
        var observed = run.getSpec().operation() == Operation.Observe;
        if (observed && !RunOutcomes.isAtTarget(run)) {
            // The run that this one settled did not get there: that was one failed attempt.
            return nextAttempt(world, run.getSpec().attempt(), "the database was read again and is not at the target");
        }
        return new Settled(run);
    }

    private static MigrationDecision afterFailure(MigrationSnapshot world, MigrationRun run, Instant now) {
        var status = run.getStatus();
        var reason = reason(status);
        if (reason.retry() == Reason.Retry.NEVER) {
            return new Stall(reason, message(status));
        }
        var execution = run.getSpec().execution();
        var attempt = run.getSpec().attempt();
        if (attempt > execution.retriesOrDefault()) {
            return new Stall(reason, exhausted(attempt, message(status)));
        }
        var ended = status.completionTime() == null ? now : Instant.parse(status.completionTime());
        var due = ended.plus(Backoff.after(attempt, execution.retryBackoffOrDefault()));
        if (now.isBefore(due)) {
            return new RetryLater(run, due);
        }
        return run.getSpec().settles() == null
                ? migrate(world, attempt + 1)
                : observe(world, attempt + 1, run.getSpec().settles());
    }

    private static MigrationDecision nextAttempt(MigrationSnapshot world, int attempt, String why) {
        var retries = world.migration().getSpec().executionOrDefault().retriesOrDefault();
        return attempt > retries ? new Stall(Reason.Lost, exhausted(attempt, why)) : migrate(world, attempt + 1);
    }

    private static String exhausted(int attempts, String last) {
        return "Gave up after %d attempts. The last one: %s To try again: kubectl annotate dbm … %s=\"$(date)\" --overwrite"
                .formatted(attempts, last, Labels.RETRY);
    }

    private static Start migrate(MigrationSnapshot world, int attempt) {
        return new Start(Operation.Migrate, world.nextNumber(), attempt, null);
    }

    private static Start observe(MigrationSnapshot world, int attempt, String settles) {
        return new Start(Operation.Observe, world.nextNumber(), attempt, settles);
    }

    private static boolean isWanted(MigrationSnapshot world, MigrationRun run) {
        return run.getSpec().intent().equals(Intent.of(world.migration()));
    }

    private static boolean hasSameTerms(MigrationSnapshot world, MigrationRun run) {
        return Intent.sameTerms(world.migration(), run.getSpec());
    }

    private static boolean isTrouble(MigrationRun run) {
        return run.getStatus() != null
                && run.getStatus().reason() != null
                && run.getStatus().reason().retry() == Reason.Retry.BACKOFF;
    }

    private static Reason reason(MigrationRunStatus status) {
        return status.reason() == null ? Reason.InternalError : status.reason();
    }

    private static String message(MigrationRunStatus status) {
        return status.message() == null ? "No message." : status.message();
    }
}
