package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Labels;
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
        if (world.phase() == RunPhase.Unknown) {
            return world.settledBy().<RunDecision>map(Settle::new).orElseGet(AwaitSettlement::new);
        }
        var ended = world.pod().flatMap(RunDecider::end);
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

    /** The end that a pod tells of, if it came to one. */
    private static Optional<RunDecision> end(Pod pod) {
        var runner = RunnerPod.of(pod);
        if (runner.hasEnded()) {
            return Optional.of(runner.report()
                    .<RunDecision>map(Finish::new)
                    .orElseGet(() -> new Lose("The runner ended without a report: " + runner.lastWords())));
        }
        if (runner.failedBeforeStart()) {
            return Optional.of(new Fail(
                    Reason.ContainerCannotStart,
                    "The pod ended before the runner started: %s".formatted(runner.lastWords())));
        }
        return Optional.empty();
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
        if (!isOwn(world, job)) {
            return new Fail(
                    Reason.PodBlocked,
                    "A Job named %s exists that does not belong to this run. Delete it, and the run is tried again."
                            .formatted(job.getMetadata().getName()));
        }
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
        return isAskedToStop(world)
                ? new Fail(Reason.Superseded, "Withdrawn before it started; nothing was changed.")
                : new Launch();
    }

    /** Without a report only a run whose runner never started is known to have changed nothing. */
    private static RunDecision lost(RunSnapshot world, String how) {
        if (world.phase() == RunPhase.Running) {
            return new Lose("The outcome is not known: %s.".formatted(how));
        }
        if (isAskedToStop(world)) {
            return new Fail(Reason.Superseded, "Withdrawn before it started; nothing was changed.");
        }
        var reason = Optional.ofNullable(world.run().getStatus().reason())
                .filter(last -> last != Reason.Starting)
                .orElse(null);
        return reason == null
                ? new Lose("The outcome is not known: %s.".formatted(how))
                : new Fail(
                        reason,
                        "The pod did not start in time (%s). Before that: %s"
                                .formatted(how, world.run().getStatus().message()));
    }

    private static Optional<RunDecision> stopIfAsked(RunSnapshot world) {
        var stopping = world.job().isEmpty() || world.job().get().getMetadata().getDeletionTimestamp() != null;
        return isAskedToStop(world) && !stopping ? Optional.of(new Stop()) : Optional.empty();
    }

    private static boolean isAskedToStop(RunSnapshot world) {
        return Labels.annotation(world.run(), Labels.CANCEL).isPresent();
    }

    private static boolean isOwn(RunSnapshot world, Job job) {
        return job.getMetadata().getOwnerReferences().stream()
                .anyMatch(
                        owner -> owner.getUid().equals(world.run().getMetadata().getUid()));
    }
}
