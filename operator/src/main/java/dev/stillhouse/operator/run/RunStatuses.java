package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.JobRef;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunPlan;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunProgress;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunRehearsal;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Revisions;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.pod.RunnerPod;
import dev.stillhouse.report.Progress;
import dev.stillhouse.report.Reason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the status of a run anew from what is known. */
final class RunStatuses {
    private static final MigrationRunStatus NOTHING = new MigrationRunStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private RunStatuses() {}

    static MigrationRunStatus of(
            RunSnapshot world, RunDecision decision, Standing standing, Optional<PlanDocument> kept, Instant now) {
        var meta = world.run().getMetadata();
        var old = Optional.ofNullable(world.run().getStatus()).orElse(NOTHING);
        var phase = phase(world, decision);
        var result = result(world, decision, old);
        return new MigrationRunStatus(
                meta.getGeneration(),
                Conditions.of(standing, meta.getGeneration(), old.conditions(), now),
                phase,
                standing.reason(),
                standing.message(),
                loss(world, decision, old),
                job(world, old),
                progress(world, decision, old),
                Revisions.targets(world.run().getSpec().targetsOrTarget()),
                plan(decision, old),
                kept.orElse(old.planDocument()),
                revision(world, decision, old),
                result,
                RunBackups.of(world, decision, phase),
                rehearsal(decision, old),
                old.startTime() == null && !isAhead(world, decision) ? Conditions.timestamp(now) : old.startTime(),
                phase.terminal() ? Conditions.timestamp(now) : null);
    }

    /** Whether the run has not begun: its DatabaseMigration is about to name it, or it waits for its turn. */
    private static boolean isAhead(RunSnapshot world, RunDecision decision) {
        return decision instanceof RunDecision.Pend(var reason, var message)
                && (reason == Reason.Queued || reason == Reason.Starting)
                && world.job().isEmpty();
    }

    /**
     * The same status and the same truths: nothing new is known but that the operator is hindered. The reason stays too, as
     * that of a run that waits says why its pod has not started. Of a run that is over, or that a newer version knows more
     * of, nothing is written at all.
     */
    static MigrationRunStatus hindered(MigrationRun run, Standing standing, Instant now) {
        var old = Optional.ofNullable(run.getStatus()).orElse(NOTHING);
        if (RunOutcomes.isOver(run) || RunOutcomes.phase(run) == RunPhase.Unrecognized) {
            return old;
        }
        return new MigrationRunStatus(
                old.observedGeneration(),
                Conditions.hindered(standing, run.getMetadata().getGeneration(), old.conditions(), now),
                RunOutcomes.phase(run),
                old.reason(),
                old.message(),
                old.loss(),
                old.job(),
                old.progress(),
                old.target(),
                old.plan(),
                old.planDocument(),
                old.revision(),
                old.result(),
                old.backup(),
                old.rehearsal(),
                old.startTime(),
                old.completionTime());
    }

    private static RunPhase phase(RunSnapshot world, RunDecision decision) {
        return switch (decision) {
            case RunDecision.Launch launch -> RunPhase.Pending;
            // The kubelet may say "waiting" of a container that ran.
            case RunDecision.Pend pend -> world.phase();
            case RunDecision.Follow follow -> RunPhase.Running;
            case RunDecision.Stop stop -> world.phase();
            case RunDecision.Withdraw withdraw -> world.phase();
            case RunDecision.AwaitPlan await -> world.phase();
            case RunDecision.Finish(var report) ->
                switch (report.outcome()) {
                    case Succeeded -> RunPhase.Succeeded;
                    case AwaitingApproval -> RunPhase.AwaitingApproval;
                    case Failed, Unknown -> RunPhase.Failed;
                };
            case RunDecision.Fail fail -> RunPhase.Failed;
            case RunDecision.Lose lose -> RunPhase.Unknown;
            case RunDecision.AwaitSettlement await -> RunPhase.Unknown;
            case RunDecision.Settle(var by) ->
                RunOutcomes.isSettledWell(world.run(), by) ? RunPhase.Succeeded : RunPhase.Failed;
            case RunDecision.Clear clear -> world.phase();
            case RunDecision.Rest rest -> world.phase();
        };
    }

    private static @Nullable Reason loss(RunSnapshot world, RunDecision decision, MigrationRunStatus old) {
        return switch (decision) {
            case RunDecision.Lose lose -> Loss.of(world);
            case RunDecision.AwaitSettlement await -> Loss.of(world);
            case RunDecision.Settle settle -> Loss.of(world);
            case RunDecision.Fail fail when fail.unheard() -> Loss.of(world);
            default -> old.loss();
        };
    }

    private static JobRef job(RunSnapshot world, MigrationRunStatus old) {
        var known = Optional.ofNullable(old.job()).map(JobRef::uid);
        var uid = known.or(() -> world.job()
                .filter(job -> !world.isForeign(job))
                .map(job -> job.getMetadata().getUid()));
        return new JobRef(world.run().getMetadata().getName(), uid.orElse(null));
    }

    private static @Nullable RunProgress progress(RunSnapshot world, RunDecision decision, MigrationRunStatus old) {
        if (decision instanceof RunDecision.Finish(var report)) {
            return Reports.progress(report, old.progress());
        }
        return world.progress().map(RunStatuses::progress).orElse(old.progress());
    }

    private static RunProgress progress(Progress word) {
        return new RunProgress(
                word.phase(),
                Reports.summary(word.done(), word.total()),
                word.done(),
                word.total(),
                word.revision(),
                word.message());
    }

    private static @Nullable RunPlan plan(RunDecision decision, MigrationRunStatus old) {
        return decision instanceof RunDecision.Finish(var report) && report.plan() != null
                ? Reports.plan(report.plan())
                : old.plan();
    }

    private static @Nullable RunRehearsal rehearsal(RunDecision decision, MigrationRunStatus old) {
        return decision instanceof RunDecision.Finish(var report) && report.rehearsal() != null
                ? Reports.rehearsal(report.rehearsal())
                : old.rehearsal();
    }

    private static @Nullable RunResult result(RunSnapshot world, RunDecision decision, MigrationRunStatus old) {
        return switch (decision) {
            case RunDecision.Finish(var report) ->
                Reports.result(
                        report, world.pod().flatMap(pod -> RunnerPod.of(pod).imageDigest()));
            // What was read for it is as good as what it would have read itself.
            case RunDecision.Settle(var by) -> by.getStatus().result();
            default -> old.result();
        };
    }

    private static @Nullable String revision(RunSnapshot world, RunDecision decision, MigrationRunStatus old) {
        return switch (decision) {
            case RunDecision.Finish(var report) ->
                Optional.ofNullable(Revisions.text(report.after())).orElse(old.revision());
            case RunDecision.Settle(var by) -> by.getStatus().revision();
            default -> world.progress().map(Progress::rows).map(Revisions::text).orElse(old.revision());
        };
    }
}
