package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.pod.Disruption;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.PodTrouble;
import dev.stillhouse.operator.pod.RunnerPod;
import dev.stillhouse.operator.run.RunDecision.AwaitPlan;
import dev.stillhouse.operator.run.RunDecision.AwaitSettlement;
import dev.stillhouse.operator.run.RunDecision.Clear;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Finish;
import dev.stillhouse.operator.run.RunDecision.Follow;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Lose;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.operator.run.RunDecision.Rest;
import dev.stillhouse.operator.run.RunDecision.Settle;
import dev.stillhouse.operator.run.RunDecision.Withdraw;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Decides what to do about a run. Pure: the same snapshot and time give the same decision. */
final class RunDecider {
    /** How long past its grace period a pod may take to vanish before its node counts as lost. */
    private static final Duration TERMINATION_PATIENCE = Duration.ofSeconds(30);

    /** Kubernetes' own grace period, in seconds. */
    private static final long USUAL_GRACE = 30;

    /** For how long a run that was just created may be about to be named by its DatabaseMigration. */
    private static final Duration ADOPTION_PATIENCE = Duration.ofMinutes(1);

    /** What keeps a pod from starting. It says why a run never began, and not that it did not. */
    private static final Set<Reason> STUCK = EnumSet.of(
            Reason.ImagePullFailed,
            Reason.ContainerCannotStart,
            Reason.Unschedulable,
            Reason.PodBlocked,
            Reason.JobSuspended);

    private RunDecider() {}

    static RunDecision decide(RunSnapshot world, Instant now) {
        if (world.phase() == RunPhase.Unrecognized) {
            return new Rest();
        }
        if (RunOutcomes.isOver(world.run())) {
            return isLeft(world, now) ? new Clear() : new Rest(Leftover.due(world));
        }
        if (world.phase() == RunPhase.Unknown) {
            return world.settledBy()
                    .map(RunDecider::settle)
                    .orElseGet(() -> isLeft(world, now) ? new Clear() : new AwaitSettlement());
        }
        if (world.job().filter(world::isForeign).isPresent()) {
            return new Pend(
                    Reason.PodBlocked,
                    "A Job of this name exists that does not belong to this run. One of an earlier run is being removed; any other has to be deleted or renamed.");
        }
        var hopeless = world.pod()
                .filter(pod -> RunnerPod.of(pod).projectCannotStart())
                .flatMap(pod -> PodTrouble.of(pod, world.complaints()));
        if (hopeless.isPresent()) {
            return new Fail(hopeless.get().reason(), hopeless.get().message());
        }
        var ended = world.pod().flatMap(pod -> end(world, pod));
        if (ended.isPresent()) {
            return ended.get();
        }
        if (world.pod().isPresent()) {
            return isGivenUp(world, world.pod().get())
                    ? lost(world, "its pod was deleted, and its node does not say that it ended")
                    : Stopping.ifAsked(world)
                            .or(() -> Stopping.ifOverdue(world))
                            .orElseGet(() -> whilePodLives(world, world.pod().get()));
        }
        return world.job().isPresent() ? withoutPod(world, world.job().get()) : withoutJob(world);
    }

    private static boolean isLeft(RunSnapshot world, Instant now) {
        return Leftover.due(world).filter(due -> !due.isAfter(now)).isPresent();
    }

    /** The end that a pod tells of, if it came to one. */
    private static Optional<RunDecision> end(RunSnapshot world, Pod pod) {
        var runner = RunnerPod.of(pod);
        var neverStarted = Beginning.isRuledOut(world);
        if (runner.hasEnded() && !neverStarted && world.plan() instanceof HeardPlan.Awaited) {
            return Optional.of(new AwaitPlan());
        }
        if (runner.hasEnded() && !neverStarted) {
            return Optional.of(runner.report()
                    .map(report -> Overtime.told(world, report))
                    .<RunDecision>map(Finish::new)
                    .orElseGet(() -> lose(world, "the runner ended without a report: " + runner.lastWords())));
        }
        if (!runner.hasEnded() && !runner.hasFailed()) {
            return Optional.empty();
        }
        if (neverStarted && world.job().filter(JobEnd::isSuspended).isPresent()) {
            return Optional.of(Stopping.ifAsked(world).orElseGet(RunDecider::suspended));
        }
        return Optional.of(
                neverStarted
                        ? beforeStart(world)
                                .or(() -> disrupted(pod))
                                .or(() -> runner.report()
                                        .map(report -> Overtime.told(world, report))
                                        .map(Finish::new))
                                .or(() -> Overtime.beforeStart(world))
                                .orElseGet(() -> new Fail(
                                        Reason.ContainerCannotStart,
                                        "The pod ended before the run began: " + runner.lastWords()))
                        : lose(world, "the pod was lost: " + runner.lastWords()));
    }

    private static Optional<RunDecision> disrupted(Pod pod) {
        return Disruption.of(pod)
                .map(cause -> new Fail(
                        Reason.Disrupted, "Its pod was taken away before the run began: %s.".formatted(cause)));
    }

    private static RunDecision suspended() {
        return new Pend(
                Reason.JobSuspended,
                "Its Job is suspended. A queue such as Kueue resumes it when its turn comes; nothing else is waited for.");
    }

    /** The moment by which it has to be gone is the API server's, and no measure for our clock. */
    private static boolean isGivenUp(RunSnapshot world, Pod pod) {
        var grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        return pod.getMetadata().getDeletionTimestamp() != null
                && world.seen()
                                .leaving()
                                .compareTo(TERMINATION_PATIENCE.plusSeconds(grace == null ? USUAL_GRACE : grace))
                        > 0;
    }

    private static RunDecision whilePodLives(RunSnapshot world, Pod pod) {
        if (RunnerPod.of(pod).isRunning()) {
            return new Follow();
        }
        return PodTrouble.of(pod, world.complaints())
                .<RunDecision>map(trouble -> new Pend(trouble.reason(), trouble.message()))
                .orElseGet(() -> new Pend(Reason.Starting, "The pod is being started."));
    }

    private static RunDecision withoutPod(RunSnapshot world, Job job) {
        if (world.jobUid()
                .filter(uid -> !uid.equals(job.getMetadata().getUid()))
                .isPresent()) {
            return lost(world, "its Job was deleted and another one created");
        }
        if (JobEnd.of(job).isPresent()) {
            return lost(world, JobEnd.of(job).get());
        }
        if (JobEnd.isSuspended(job)) {
            return whileSuspended(world, job);
        }
        return withdrawIfBlocked(world, job)
                .or(() -> Stopping.ifAsked(world))
                .orElseGet(() -> PodTrouble.ofMissingPod(world.complaints())
                        .<RunDecision>map(trouble -> new Pend(trouble.reason(), trouble.message()))
                        .orElseGet(() -> new Pend(Reason.Starting, "The pod is being created.")));
    }

    /** A run whose pod Kubernetes refuses has none, if none is there: to read the database for it would need such a pod too. */
    private static Optional<RunDecision> withdrawIfBlocked(RunSnapshot world, Job job) {
        return Cancellation.isAsked(world.run())
                        && RunOutcomes.reason(world.run()) == Reason.PodBlocked
                        && world.phase() != RunPhase.Running
                        && JobEnd.hasLostNoPod(job)
                ? Optional.of(new Withdraw(withdrawn(world)))
                : Optional.empty();
    }

    /** What was suspended after it had begun would begin again, and so might what nobody knows not to have begun. */
    private static RunDecision whileSuspended(RunSnapshot world, Job job) {
        if (JobEnd.hadNoPod(job) && world.phase() != RunPhase.Running) {
            return Cancellation.isAsked(world.run()) ? new Withdraw(withdrawn(world)) : suspended();
        }
        return world.phase() == RunPhase.Running || !onlyReads(world.run())
                ? lost(world, "its Job was suspended, and its pod is gone")
                : Stopping.ifAsked(world).orElseGet(RunDecider::suspended);
    }

    private static RunDecision withoutJob(RunSnapshot world) {
        if (world.jobUid().isPresent()) {
            return lost(world, "its Job was deleted");
        }
        return Cancellation.isAsked(world.run()) && world.around().adoption() != Adoption.LAUNCHED
                ? withdrawn(world)
                : switch (world.around().adoption()) {
                    case ADOPTED ->
                        Foreign.trouble(world)
                                .or(() -> BackupSource.trouble(world))
                                .or(() ->
                                        Queueing.of(world.run(), world.around().turn()))
                                .orElseGet(Launch::new);
                    case LAUNCHED -> lose(world, "its status and its Job are gone.");
                    case AWAITED ->
                        world.seen().open().compareTo(ADOPTION_PATIENCE) < 0
                                ? new Pend(Reason.Starting, "It is about to be launched.")
                                : notAdopted(world, "does not name this run in status.lastRun");
                    case FOREIGN -> notAdopted(world, "that exists does not own this run");
                };
    }

    private static Fail notAdopted(RunSnapshot world, String why) {
        return new Fail(
                Reason.NotAdopted,
                "The DatabaseMigration %s %s: it was copied, written by hand, or restored from a backup. Nothing was run. To ask for something, create a MigrationRequest; this run can be deleted."
                        .formatted(world.run().getSpec().migrationRef().name(), why));
    }

    /** The database was read, or nobody could read it and nobody tries any more. */
    private static RunDecision settle(MigrationRun by) {
        return RunOutcomes.phase(by) == RunPhase.Succeeded
                ? new Settle(by)
                : new Fail(
                        Reason.OutcomeUnknown,
                        "The outcome is not known: its pod was lost, and run %s could not read the database: %s"
                                .formatted(by.getMetadata().getName(), RunOutcomes.message(by)));
    }

    /** Without a report only a run that never began, or that only reads, is known to have changed nothing. */
    private static RunDecision lost(RunSnapshot world, String how) {
        var end = Beginning.isRuledOut(world)
                ? beforeStart(world).or(() -> Overtime.beforeStart(world))
                : onlyReads(world.run()) && world.phase() != RunPhase.Running
                        ? beforeStart(world)
                        : Optional.<RunDecision>empty();
        return end.orElseGet(() -> lose(world, how + "."));
    }

    private static boolean onlyReads(MigrationRun run) {
        return switch (run.getSpec().operation()) {
            case Observe, Verify -> true;
            // Its files may have been written.
            case Backup -> false;
            case Migrate, Upgrade, Downgrade, Stamp, Restore, Unknown -> false;
        };
    }

    /** The end of a run that did nothing, if it is known why. */
    private static Optional<RunDecision> beforeStart(RunSnapshot world) {
        if (Cancellation.isAsked(world.run())) {
            return Optional.of(withdrawn(world));
        }
        var trouble = RunOutcomes.reason(world.run());
        return STUCK.contains(trouble)
                ? Optional.of(new Fail(
                        trouble, "The pod did not start in time. Before that: " + RunOutcomes.message(world.run())))
                : Optional.empty();
    }

    /** Only what may have changed something has to be settled. */
    private static RunDecision lose(RunSnapshot world, String how) {
        var message = "The outcome is not known: " + how + Loss.advice(Loss.of(world));
        return switch (world.run().getSpec().operation()) {
            case Observe, Backup, Verify -> harmless(world, message);
            case Restore -> changesDatabase(world.run()) ? new Lose(message) : harmless(world, message);
            case Migrate, Upgrade, Downgrade, Stamp, Unknown -> new Lose(message);
        };
    }

    private static Fail harmless(RunSnapshot world, String message) {
        return new Fail(Loss.of(world), message, true);
    }

    private static boolean changesDatabase(MigrationRun run) {
        var restore = run.getSpec().restore();
        return restore != null && restore.changesDatabase();
    }

    private static Fail withdrawn(RunSnapshot world) {
        return Cancellation.byPerson(world.run())
                ? new Fail(Reason.Cancelled, "Cancelled before it started; nothing was changed.")
                : new Fail(
                        Reason.Superseded,
                        "It was withdrawn before it started, as something else was wanted by then; nothing was changed.");
    }
}
