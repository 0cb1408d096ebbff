package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DriftCheckSpec.OnDrift;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Backoff;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.migration.MigrationDecision.Adopt;
import dev.stillhouse.operator.migration.MigrationDecision.Await;
import dev.stillhouse.operator.migration.MigrationDecision.AwaitApproval;
import dev.stillhouse.operator.migration.MigrationDecision.Hold;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.operator.migration.MigrationDecision.Suspend;
import dev.stillhouse.operator.migration.MigrationDecision.Withdraw;
import dev.stillhouse.report.Reason;
import java.time.Instant;
import java.util.Optional;

/** Decides what to do about a DatabaseMigration. Pure: the same snapshot and time give the same decision. */
final class MigrationDecider {
    private MigrationDecider() {}

    static MigrationDecision decide(MigrationSnapshot world, Instant now) {
        var newest = world.newest();
        if (newest.isPresent() && !RunOutcomes.phase(newest.get()).terminal()) {
            return whileActive(world, newest.get());
        }
        if (!world.waiting().isEmpty()) {
            return new Adopt(world.waiting().getFirst(), world.nextNumber());
        }
        if (Holds.isToBeSeen(world)) {
            return look(world);
        }
        var held = Holds.of(world);
        if (held.isPresent()) {
            return Looks.isDue(world, now) ? look(world) : new Hold(held.get());
        }
        return whileIdle(world, world.decisive(), now);
    }

    /** No run is under way; {@code last} is the one that left the database where it is. */
    private static MigrationDecision whileIdle(MigrationSnapshot world, Optional<MigrationRun> last, Instant now) {
        if (world.rival().isPresent()
                && last.filter(run -> readsWhatIsNamedNow(world, run)).isPresent()) {
            return conflict(world.rival().get());
        }
        var answered = last.filter(run -> isWanted(world, run) && Answers.isAnswer(world, run));
        if (answered.isPresent()) {
            return whileAnswered(world, answered.get(), now);
        }
        if (world.migration().getSpec().suspended()) {
            return new Suspend();
        }
        return last.filter(run -> isWanted(world, run) && Intent.sameTerms(world.migration(), run.getSpec()))
                .map(run -> afterShortfall(world, run, now))
                .orElseGet(() -> migrate(world, 1));
    }

    /** The run was at the target at its end. That may not be so any more. */
    private static MigrationDecision whileAnswered(MigrationSnapshot world, MigrationRun answer, Instant now) {
        if (Looks.isDue(world, now)) {
            return look(world);
        }
        var drift = Drift.of(world).filter(found -> !RunOutcomes.isAtTarget(found.seen()));
        if (drift.isEmpty()) {
            return new Settled(answer);
        }
        var check = world.migration().getSpec().driftCheck();
        return check != null
                        && check.onDriftOrDefault() == OnDrift.Migrate
                        && !world.migration().getSpec().suspended()
                ? migrate(world, 1)
                : new Stall(Reason.Drifted, drift.get().sentence() + " " + howToMigrate(world));
    }

    private static Stall conflict(DatabaseMigration rival) {
        return new Stall(
                Reason.DatabaseConflict,
                "The DatabaseMigration %s/%s manages the same database and version table, and is older. Name a database of its own in spec.database, or delete one of the two manifests (that leaves the database as it is)."
                        .formatted(
                                rival.getMetadata().getNamespace(),
                                rival.getMetadata().getName()));
    }

    /** Which database a manifest means is known from its runs; once it names another one, nothing is known. */
    private static boolean readsWhatIsNamedNow(MigrationSnapshot world, MigrationRun run) {
        var spec = world.migration().getSpec();
        return run.getSpec().database().equals(spec.database())
                && run.getSpec().project().withDefaults().equals(spec.project().withDefaults());
    }

    private static MigrationDecision whileActive(MigrationSnapshot world, MigrationRun run) {
        if (RunOutcomes.phase(run) == RunPhase.Unknown) {
            return observe(world, run.getSpec().attempt(), run.getMetadata().getName());
        }
        var stuckBeforeStart = RunOutcomes.phase(run) == RunPhase.Pending
                && RunOutcomes.reason(run).retry() == Reason.Retry.BACKOFF;
        var outdated = !isWanted(world, run) || !Intent.sameTerms(world.migration(), run.getSpec());
        return stuckBeforeStart && outdated && Bearing.isOwn(run) && !Cancellation.isAsked(run)
                ? new Withdraw(run)
                : new Await(run);
    }

    /** The newest run is over, is what is wanted now, and did not bring the database to the target. */
    private static MigrationDecision afterShortfall(MigrationSnapshot world, MigrationRun run, Instant now) {
        if (RunOutcomes.phase(run) == RunPhase.AwaitingApproval) {
            return new AwaitApproval(run);
        }
        if (RunOutcomes.reason(run) == Reason.Superseded) {
            // It was withdrawn for a manifest that has since been changed back.
            return migrate(world, 1);
        }
        if (Answers.isDone(run) && run.getSpec().goesDownToKnown()) {
            return migrate(world, run.getSpec().attempt());
        }
        if (Cancellation.byPerson(run)
                || world.settledBy(run).filter(Cancellation::byPerson).isPresent()) {
            return new Stall(Reason.Cancelled, RunOutcomes.message(run) + " " + howToRetry(world));
        }
        var observedShortfall = RunOutcomes.phase(run) == RunPhase.Succeeded;
        var reason = observedShortfall ? Reason.Lost : RunOutcomes.reason(run);
        if (reason == Reason.UnknownRevision) {
            return WaysDown.from(world, run)
                    .<MigrationDecision>map(
                            way -> start(world, way, run.getSpec().attempt()))
                    .orElseGet(() -> new Stall(reason, RunOutcomes.message(run) + " " + WaysDown.whyNone(world, run)));
        }
        return reason.retry() == Reason.Retry.NEVER
                ? new Stall(reason, RunOutcomes.message(run))
                : afterPassingTrouble(world, run, reason, now);
    }

    private static MigrationDecision afterPassingTrouble(
            MigrationSnapshot world, MigrationRun run, Reason reason, Instant now) {
        var execution = run.getSpec().execution();
        var attempt = run.getSpec().attempt();
        if (attempt > execution.retriesOrDefault()) {
            return new Stall(
                    reason,
                    "Gave up after %s. The last one: %s %s"
                            .formatted(
                                    attempt == 1 ? "1 attempt" : attempt + " attempts",
                                    RunOutcomes.message(run),
                                    howToRetry(world)));
        }
        var ended = run.getStatus().completionTime();
        var due = (ended == null ? now : Instant.parse(ended))
                .plus(Backoff.after(attempt, execution.retryBackoffOrDefault()));
        if (now.isBefore(due)) {
            return new RetryLater(run, reason, due);
        }
        var settles = run.getSpec().settles();
        return settles == null || RunOutcomes.phase(run) == RunPhase.Succeeded
                ? migrate(world, attempt + 1)
                : observe(world, attempt + 1, settles);
    }

    private static String howToRetry(MigrationSnapshot world) {
        return "To try again: " + RetryCommand.of(world);
    }

    private static String howToMigrate(MigrationSnapshot world) {
        return "To migrate as the manifest says: " + RetryCommand.of(world)
                + "; or let spec.driftCheck.onDrift be Migrate.";
    }

    private static Start migrate(MigrationSnapshot world, int attempt) {
        return start(world, new Purpose.Migrate(), attempt);
    }

    private static Start observe(MigrationSnapshot world, int attempt, String settles) {
        return start(world, new Purpose.Settle(settles), attempt);
    }

    private static Start look(MigrationSnapshot world) {
        return start(world, new Purpose.Look(), 1);
    }

    private static Start start(MigrationSnapshot world, Purpose purpose, int attempt) {
        return new Start(purpose, world.nextNumber(), attempt);
    }

    private static boolean isWanted(MigrationSnapshot world, MigrationRun run) {
        return run.getSpec().intent().equals(Intent.of(world.migration()));
    }
}
