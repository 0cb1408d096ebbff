package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DriftCheckSpec.OnDrift;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.api.v1alpha1.RunRef;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.ExecutedRequests;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.migration.MigrationDecision.Await;
import dev.stillhouse.operator.migration.MigrationDecision.AwaitApproval;
import dev.stillhouse.operator.migration.MigrationDecision.Hold;
import dev.stillhouse.operator.migration.MigrationDecision.OpenRecord;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.operator.migration.MigrationDecision.Suspend;
import dev.stillhouse.operator.migration.MigrationDecision.Withdraw;
import dev.stillhouse.report.Reason;
import java.time.Instant;

/** Decides what to do about a DatabaseMigration. Pure: the same snapshot and time give the same decision. */
final class MigrationDecider {
    private MigrationDecider() {}

    static MigrationDecision decide(MigrationSnapshot world, Instant now) {
        var newest = world.newest();
        if (newest.isPresent() && !RunOutcomes.isOver(newest.get())) {
            return whileActive(world, newest.get());
        }
        var waiting = world.waiting();
        if (waiting.isPresent()) {
            return ExecutedRequests.isOnRecord(world.migration())
                    ? start(world, new Purpose.CarryOut(waiting.get()), Attempt.FIRST)
                    : new OpenRecord(waiting.get());
        }
        var decision = whileIdle(world, now);
        return decision.isIdle() && (Looks.isDue(world, now) || isSightLost(world)) ? look(world, now) : decision;
    }

    /** The database is the truth, and nothing that is left has read it. */
    private static boolean isSightLost(MigrationSnapshot world) {
        return world.history().isSightLost() && !isSuspended(world);
    }

    /** No run is under way. */
    private static MigrationDecision whileIdle(MigrationSnapshot world, Instant now) {
        var history = world.history();
        if (history.isToBeSeen() && !isSuspended(world)) {
            return look(world, now);
        }
        var held = history.held();
        var stand = history.stand();
        if (held.isPresent()) {
            return stand.filter(MigrationDecider::isToBeSettledStill)
                    .map(run -> afterPassingTrouble(world, run, RunOutcomes.reason(run), now))
                    .orElseGet(() -> new Hold(held.get()));
        }
        var rival = world.rival();
        if (rival.isPresent()
                && stand.filter(run -> Wishes.isOfDatabase(world.migration(), run))
                        .isPresent()) {
            return whileContested(world, rival.get(), now);
        }
        var wanted = stand.filter(run -> Wishes.isWanted(world.migration(), run));
        var answered = wanted.filter(history::isAnswer);
        if (answered.isPresent()) {
            return whileAnswered(world, answered.get());
        }
        if (isSuspended(world)) {
            return new Suspend();
        }
        return wanted.filter(run -> Wishes.sameTerms(
                        world.migration(), history.settledBy(run).orElse(run).getSpec()))
                .map(run -> afterShortfall(world, run, now))
                .orElseGet(() -> migrate(world, Attempt.FIRST));
    }

    /** It could not read the database, for a reason that can pass, and may try again. */
    private static boolean isToBeSettledStill(MigrationRun run) {
        return Kind.of(run) == Kind.SETTLEMENT
                && RunOutcomes.rows(run).isEmpty()
                && !Cancellation.byPerson(run)
                && !Attempt.isLast(run, RunOutcomes.reason(run));
    }

    /** An older manifest means the same database: this one only looks, as another project may mean another version table. */
    private static MigrationDecision whileContested(MigrationSnapshot world, DatabaseMigration rival, Instant now) {
        if (!world.history().isReadByWantedProject() && !isSuspended(world)) {
            return look(world, now);
        }
        return new Stall(
                Reason.DatabaseConflict,
                "The DatabaseMigration %s/%s manages the same database and version table, and is older. Name a database of its own in spec.database, or delete one of the two manifests (that leaves the database as it is). If the two servers are physical copies of one, set spec.database.copy on one of them."
                        .formatted(
                                rival.getMetadata().getNamespace(),
                                rival.getMetadata().getName()));
    }

    /** The run was at the target at its end. That may not be so any more. */
    private static MigrationDecision whileAnswered(MigrationSnapshot world, MigrationRun answer) {
        var drift = world.history().drift().filter(found -> !RunOutcomes.isAtTarget(found.seen()));
        if (drift.isEmpty()) {
            return new Settled(world.history().witness(answer));
        }
        var check = world.migration().getSpec().driftCheck();
        return check != null && check.onDriftOrDefault() == OnDrift.Migrate && !isSuspended(world)
                ? migrate(world, Attempt.FIRST)
                : new Stall(Reason.Drifted, drift.get().sentence() + " " + howToMigrate(world));
    }

    private static MigrationDecision whileActive(MigrationSnapshot world, MigrationRun run) {
        if (RunOutcomes.phase(run) == RunPhase.Unknown) {
            return settle(world, Attempt.of(run), RunRef.to(run));
        }
        var outdated = isOutdated(world.migration(), run);
        var unwanted = isQueued(run)
                ? run.getSpec().settlesRef() == null && (outdated || isToStandBack(world))
                : isStuckBeforeStart(run) && outdated;
        return unwanted && isOwn(run) && !Cancellation.isAsked(run) ? new Withdraw(run) : new Await(run);
    }

    /** Whether a run that is made now would be another one. One that reads the database is about the run that was lost. */
    private static boolean isOutdated(DatabaseMigration migration, MigrationRun run) {
        return Kind.of(run) == Kind.SETTLEMENT
                ? !Wishes.sameExecution(migration, run.getSpec())
                : !Wishes.isWanted(migration, run) || !Wishes.sameTerms(migration, run.getSpec());
    }

    private static boolean isStuckBeforeStart(MigrationRun run) {
        return RunOutcomes.phase(run) == RunPhase.Pending
                && RunOutcomes.reason(run).retry() == Reason.Retry.BACKOFF;
    }

    /** It has no Job yet, and waits for its turn among all runs. */
    private static boolean isQueued(MigrationRun run) {
        return RunOutcomes.phase(run) == RunPhase.Pending && RunOutcomes.reason(run) == Reason.Queued;
    }

    /** What has only been queued is not started: it goes for spec.suspend, and for what somebody has asked for since. */
    private static boolean isToStandBack(MigrationSnapshot world) {
        return isSuspended(world) || world.waiting().isPresent();
    }

    /** Whether the operator started it by itself, so that it may withdraw it. */
    private static boolean isOwn(MigrationRun run) {
        return run.getSpec().request() == null || run.getSpec().settlesRef() != null;
    }

    /** The newest run is over, is what is wanted now, and did not bring the database to the target. */
    private static MigrationDecision afterShortfall(MigrationSnapshot world, MigrationRun run, Instant now) {
        if (RunOutcomes.phase(run) == RunPhase.AwaitingApproval) {
            return new AwaitApproval(run);
        }
        if (RunOutcomes.reason(run) == Reason.Superseded) {
            // It was withdrawn for a manifest that has since been changed back.
            return migrate(world, Attempt.FIRST);
        }
        if (History.isDone(run) && run.getSpec().goesDownToKnown()) {
            return migrate(world, Attempt.of(run));
        }
        if (Cancellation.byPerson(run)
                || world.history().settledBy(run).filter(Cancellation::byPerson).isPresent()) {
            return new Stall(Reason.Cancelled, RunOutcomes.message(run) + " " + howToRetry(world));
        }
        var observedShortfall = RunOutcomes.phase(run) == RunPhase.Succeeded;
        var reason = observedShortfall ? world.history().shortfall(run) : RunOutcomes.reason(run);
        if (reason == Reason.UnknownRevision) {
            return WaysDown.from(world.history(), run)
                    .<MigrationDecision>map(way -> start(world, way, Attempt.of(run)))
                    .orElseGet(() ->
                            new Stall(reason, RunOutcomes.message(run) + " " + WaysDown.whyNone(world.history(), run)));
        }
        return reason.retry() == Reason.Retry.NEVER
                ? new Stall(
                        reason,
                        RunOutcomes.message(world.history().settledBy(run).orElse(run)))
                : afterPassingTrouble(world, run, reason, now);
    }

    private static MigrationDecision afterPassingTrouble(
            MigrationSnapshot world, MigrationRun run, Reason reason, Instant now) {
        if (Attempt.isLast(run, reason)) {
            return new Stall(
                    reason,
                    "Gave up after %s. The last one: %s %s"
                            .formatted(Attempts.text(run), RunOutcomes.message(run), howToRetry(world)));
        }
        var due = due(run, reason, now);
        if (now.isBefore(due)) {
            return new RetryLater(run, reason, due);
        }
        var settles = run.getSpec().settlesRef();
        var next = Attempt.after(run, reason);
        return settles == null || RunOutcomes.phase(run) == RunPhase.Succeeded
                ? migrate(world, next)
                : settle(world, next, settles);
    }

    /** When the next attempt may follow. */
    private static Instant due(MigrationRun run, Reason reason, Instant now) {
        var ended = run.getStatus().completionTime();
        return (ended == null ? now : Instant.parse(ended)).plus(Attempt.pauseAfter(run, reason));
    }

    private static boolean isSuspended(MigrationSnapshot world) {
        return world.migration().getSpec().suspended();
    }

    private static String howToRetry(MigrationSnapshot world) {
        return "To try again: " + RetryCommand.of(world.migration());
    }

    private static String howToMigrate(MigrationSnapshot world) {
        return "To migrate as the manifest says: " + RetryCommand.of(world.migration())
                + "; or let spec.driftCheck.onDrift be Migrate.";
    }

    private static Start migrate(MigrationSnapshot world, Attempt attempt) {
        return start(world, new Purpose.Migrate(), attempt);
    }

    private static Start settle(MigrationSnapshot world, Attempt attempt, RunRef lost) {
        return start(world, new Purpose.Settle(lost), attempt);
    }

    /** At once, unless the pod of the last look was taken away a moment ago. */
    private static MigrationDecision look(MigrationSnapshot world, Instant now) {
        var takenAway = world.history().lookTakenAway();
        var due = takenAway.map(run -> due(run, Reason.Disrupted, now));
        if (due.filter(now::isBefore).isPresent()) {
            return new RetryLater(takenAway.get(), Reason.Disrupted, due.get());
        }
        var attempt = takenAway.map(run -> Attempt.after(run, Reason.Disrupted)).orElse(Attempt.FIRST);
        return start(world, new Purpose.Look(), attempt);
    }

    private static Start start(MigrationSnapshot world, Purpose purpose, Attempt attempt) {
        return new Start(purpose, world.nextNumber(), attempt);
    }
}
