package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.JobBuilders.aForeignJob;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;

import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Everything that may be seen of a run, in every combination, however unlikely. */
final class RunWorlds {
    private static final List<UnaryOperator<RunBuilder>> LIVES = List.of(
            created -> created,
            RunBuilder::pending,
            stuck -> stuck.stuck(Reason.ImagePullFailed, "No such image."),
            running -> running.running().job(JobBuilders.UID),
            unknown -> unknown.unknown().job(JobBuilders.UID),
            RunBuilder::succeeded,
            failed -> failed.failed(Reason.LockTimeout),
            dumping -> dumping.running().job(JobBuilders.UID).tookBackup(BackupState.Running));

    private static final List<UnaryOperator<RunBuilder>> KINDS = List.of(
            plain -> plain,
            seen -> seen.job(JobBuilders.UID),
            stopped -> stopped.cancelled("stop").job(JobBuilders.UID),
            RunBuilder::superseded,
            reading -> reading.settling("orders-0").job(JobBuilders.UID),
            backing -> backing.operation(Operation.Backup).taking(Backups.when(BackupPolicy.Always)),
            restoring ->
                    restoring.restoring("orders-0-backup", RestoreMode.Swap).job(JobBuilders.UID),
            verifying -> verifying.verifying("orders-0-backup").job(JobBuilders.UID));

    private static final List<UnaryOperator<RunWorld>> JOBS = List.of(
            none -> none,
            own -> own.job(aJob()),
            suspended -> suspended.job(aJob().suspended()),
            suspendedAgain -> suspendedAgain.job(aJob().suspended().changed(2)),
            worked -> worked.job(aJob().failed("DeadlineExceeded", 1)),
            leaving -> leaving.job(aJob().beingDeleted()),
            ended -> ended.job(aJob().ended("Failed", "DeadlineExceeded")),
            replaced -> replaced.job(aJob().uid("uid-of-another")),
            foreign -> foreign.job(aForeignJob()));

    private static final List<Supplier<PodBuilders>> PODS = List.of(
            PodBuilders::aPod,
            () -> aPod().runnerWaits("ImagePullBackOff", "Back-off."),
            () -> aPod().runnerAtWork(),
            () -> aPod().runnerAtWork().goneBy(NOON),
            () -> aPod().runnerAtWork().phase("Failed"),
            () -> aPod().runnerEnded(137, "OOMKilled", null),
            () -> aPod().runnerEnded(1, "Error", "{}"),
            () -> aPod().reported(ReportBuilder.upgraded().build()),
            () -> aPod().reported(ReportBuilder.awaitingApproval().build()),
            () -> aPod().reported(ReportBuilder.failed(Reason.ConnectionFailed, "No.")
                    .neverConnected()
                    .build()),
            () -> aPod().runnerCouldNotStart("exec: not found"),
            () -> aPod().failedOnItsNode(),
            () -> aPod().phase("Failed"),
            () -> aPod().unscheduled(),
            () -> aPod().unscheduled().goneBy(NOON),
            () -> aPod().rejected("The node was low on resource: memory."),
            () -> aPod().runnerLostSightOf(true),
            () -> aPod().runnerLostSightOf(false),
            () -> aPod().withoutContainers().evicted("The node was low on resource: memory."),
            () -> aPod().reported(ReportBuilder.upgraded().build()).withSidecar(),
            () -> aPod().reported(
                            ReportBuilder.failed(Reason.Cancelled, "Stopped.").build())
                    .disrupted("EvictionByEvictionAPI"));

    private RunWorlds() {}

    static Stream<RunWorld> all() {
        return LIVES.stream()
                .flatMap(life -> KINDS.stream()
                        .flatMap(kind -> JOBS.stream()
                                .flatMap(job ->
                                        withPods(() -> job.apply(RunWorld.of(kind.apply(life.apply(aRun(1)))))))));
    }

    private static Stream<RunWorld> withPods(Supplier<RunWorld> world) {
        return Stream.concat(
                Stream.of(
                        world.get(),
                        world.get().complaints("FailedMount: no such volume"),
                        world.get()
                                .podAlone(aPod().runnerAtWork().goneBy(NOON.minusSeconds(300)))
                                .leavingFor(Duration.ofSeconds(300))),
                PODS.stream().map(pod -> world.get().podAlone(pod.get())));
    }
}
