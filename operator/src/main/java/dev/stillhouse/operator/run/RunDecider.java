package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.pod.JobEnd;
import dev.stillhouse.operator.pod.PodTrouble;
import dev.stillhouse.operator.pod.RunnerPod;
import dev.stillhouse.operator.run.RunDecision.AwaitSettlement;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Finish;
import dev.stillhouse.operator.run.RunDecision.Follow;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Lose;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.operator.run.RunDecision.Rest;
import dev.stillhouse.operator.run.RunDecision.Settle;
import dev.stillhouse.operator.run.RunDecision.Stop;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what to do about a run. Pure: the same snapshot and time give the same decision. */
final class RunDecider {
    /** How long past its grace period a pod may take to vanish before its node counts as lost. */
    private static final Duration TERMINATION_PATIENCE = Duration.ofSeconds(30);

    private RunDecider() {}

    static RunDecision decide(RunSnapshot world, Instant now) {
        if (world.phase().terminal()) {
            return new Rest();
        }
        if (!world.run().getSpec().complete()) {
            return beforeCompletion(world);
        }
        if (world.phase() == RunPhase.Unknown) {
            return world.settledBy().<RunDecision>map(Settle::new).orElseGet(AwaitSettlement::new);
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
            return isGivenUp(world.pod().get(), now)
                    ? lost(world, "its pod was deleted, and its node does not say that it ended")
                    : stopIfAsked(world)
                            .orElseGet(() -> whilePodLives(world, world.pod().get()));
        }
        return world.job().isPresent() ? withoutPod(world, world.job().get()) : withoutJob(world);
    }

    /** A person's run waits until the controller of its DatabaseMigration takes it up: one run at a time. */
    private static RunDecision beforeCompletion(RunSnapshot world) {
        var run = world.run();
        if (Cancellation.isAsked(run)) {
            return withdrawn(world);
        }
        if (!world.around().migrationExists()) {
            return new Fail(
                    Reason.MigrationNotFound,
                    "There is no DatabaseMigration %s in the namespace %s. Create the run again with the right spec.migrationRef.name; nothing was changed."
                            .formatted(
                                    run.getSpec().migrationRef().name(),
                                    run.getMetadata().getNamespace()));
        }
        return new Pend(
                Reason.Starting,
                world.around()
                        .ahead()
                        .map(other -> "It waits for run %s to end: one run at a time."
                                .formatted(other.getMetadata().getName()))
                        .orElse("It is about to be taken up."));
    }

    /** The end that a pod tells of, if it came to one. */
    private static Optional<RunDecision> end(RunSnapshot world, Pod pod) {
        var runner = RunnerPod.of(pod);
        var neverStarted = world.phase() != RunPhase.Running && runner.neverStarted();
        if (runner.hasEnded() && !neverStarted) {
            return Optional.of(runner.report()
                    .<RunDecision>map(Finish::new)
                    .orElseGet(() -> lose(world, "the runner ended without a report: " + runner.lastWords())));
        }
        if (!runner.hasEnded() && !runner.hasFailed()) {
            return Optional.empty();
        }
        return Optional.of(
                neverStarted
                        ? beforeStart(world)
                                .or(() -> runner.report().map(Finish::new))
                                .orElseGet(() -> new Fail(
                                        Reason.ContainerCannotStart,
                                        "The pod ended before the run began: " + runner.lastWords()))
                        : lose(world, "the pod was lost: " + runner.lastWords()));
    }

    private static boolean isGivenUp(Pod pod, Instant now) {
        var deletion = pod.getMetadata().getDeletionTimestamp();
        return deletion != null
                && Instant.parse(deletion).plus(TERMINATION_PATIENCE).isBefore(now);
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
        return stopIfAsked(world)
                .orElseGet(() -> PodTrouble.ofMissingPod(world.complaints())
                        .<RunDecision>map(trouble -> new Pend(trouble.reason(), trouble.message()))
                        .orElseGet(() -> new Pend(Reason.Starting, "The pod is being created.")));
    }

    private static RunDecision withoutJob(RunSnapshot world) {
        if (world.jobUid().isPresent()) {
            return lost(world, "its Job was deleted");
        }
        return Cancellation.isAsked(world.run())
                ? withdrawn(world)
                : RestoreSource.trouble(world).orElseGet(Launch::new);
    }

    /** Without a report only a run whose runner never started is known to have changed nothing. */
    private static RunDecision lost(RunSnapshot world, String how) {
        return (world.phase() == RunPhase.Running ? Optional.<RunDecision>empty() : beforeStart(world))
                .orElseGet(() -> lose(world, how + "."));
    }

    /** The end of a run whose runner never started, if it is known why. */
    private static Optional<RunDecision> beforeStart(RunSnapshot world) {
        if (Cancellation.isAsked(world.run())) {
            return Optional.of(withdrawn(world));
        }
        var trouble = RunOutcomes.reason(world.run());
        return trouble == Reason.Starting
                ? Optional.empty()
                : Optional.of(new Fail(
                        trouble, "The pod did not start in time. Before that: " + RunOutcomes.message(world.run())));
    }

    /** Only what may have changed something has to be settled. */
    private static RunDecision lose(RunSnapshot world, String how) {
        var message = "The outcome is not known: " + how;
        return switch (world.run().getSpec().operation()) {
            case Observe, Backup -> new Fail(Reason.OutcomeUnknown, message);
            case Migrate, Upgrade, Downgrade, Stamp, Restore -> new Lose(message);
        };
    }

    private static Fail withdrawn(RunSnapshot world) {
        return Cancellation.byPerson(world.run())
                ? new Fail(Reason.Cancelled, "Cancelled before it started; nothing was changed.")
                : new Fail(
                        Reason.Superseded,
                        "The manifest changed before it started, so it was withdrawn; nothing was changed.");
    }

    private static Optional<RunDecision> stopIfAsked(RunSnapshot world) {
        var stopping = world.job().isEmpty() || world.job().get().getMetadata().getDeletionTimestamp() != null;
        return Cancellation.isAsked(world.run()) && !stopping ? Optional.of(new Stop()) : Optional.empty();
    }
}
