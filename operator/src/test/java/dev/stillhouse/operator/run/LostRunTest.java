package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Finish;
import dev.stillhouse.operator.run.RunDecision.Follow;
import dev.stillhouse.operator.run.RunDecision.Lose;
import dev.stillhouse.operator.run.RunDecision.Stop;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end without a report: which of them may have changed something? */
class LostRunTest {
    private static RunBuilder running() {
        return aRun(1).running().job(JobBuilders.UID);
    }

    private static RunBuilder starting() {
        return aRun(1).pending().job(JobBuilders.UID);
    }

    private static RunBuilder stuck() {
        return aRun(1).stuck(Reason.ImagePullFailed, "No such image.").job(JobBuilders.UID);
    }

    private static void assertLost(RunWorld world, String how) {
        assertThat(world.decision())
                .isInstanceOfSatisfying(
                        Lose.class, lose -> assertThat(lose.message()).contains(how));
    }

    private static void assertFailed(RunWorld world, Reason reason, String how) {
        assertThat(world.decision()).isInstanceOfSatisfying(Fail.class, fail -> {
            assertThat(fail.reason()).isEqualTo(reason);
            assertThat(fail.message()).contains(how);
        });
    }

    @Test
    void a_runner_that_was_killed() {
        assertLost(RunWorld.of(running()).pod(aPod().runnerEnded(137, "OOMKilled", null)), "exit code 137, OOMKilled.");
        assertLost(
                RunWorld.of(running()).pod(aPod().runnerEnded(137, "Error", null)),
                "exit code 137 (killed, perhaps for lack of memory).");
    }

    @Test
    void a_runner_whose_report_cannot_be_read() {
        assertLost(RunWorld.of(running()).pod(aPod().runnerEnded(1, "Error", "{\"version\":1,")), "exit code 1");
        assertLost(
                RunWorld.of(running()).pod(aPod().runnerEnded(1, "Error", "Exception in main")), "Exception in main");
    }

    @Test
    void a_job_that_was_deleted() {
        assertLost(RunWorld.of(running()), "its Job was deleted");
        assertLost(RunWorld.of(starting()), "its Job was deleted");
    }

    /** As with {@code kubectl delete job --cascade=orphan}: it works on, and reports. */
    @Test
    void a_job_that_was_deleted_without_its_pod() {
        assertThat(RunWorld.of(running()).podAlone(aPod().runnerAtWork()).decision())
                .isInstanceOf(Follow.class);
        assertThat(RunWorld.of(running())
                        .podAlone(aPod())
                        .thereFor(Duration.ofMinutes(63))
                        .decision())
                .as("its deadline stood on its Job")
                .isInstanceOf(Stop.class);
        assertThat(RunWorld.of(running().cancelled("enough"))
                        .podAlone(aPod().runnerAtWork())
                        .decision())
                .isInstanceOf(Stop.class);
    }

    @Test
    void a_job_that_was_replaced() {
        assertLost(RunWorld.of(running()).job(aJob().uid("uid-of-another")), "another one created");
    }

    @Test
    void a_pod_that_is_gone_while_its_job_tells_of_its_end() {
        assertLost(RunWorld.of(running()).job(aJob().ended("Failed", "BackoffLimitExceeded")), "BackoffLimitExceeded");
    }

    @Test
    void a_job_that_ended_before_it_was_ever_seen() {
        assertLost(RunWorld.of(aRun(1)).job(aJob().failed("DeadlineExceeded", 1)), "DeadlineExceeded");
    }

    @Test
    void a_pod_whose_node_does_not_answer() {
        var world = RunWorld.of(running()).pod(aPod().runnerAtWork().goneBy(NOON));
        assertLost(world.leavingFor(Duration.ofSeconds(51)), "its node does not say");
    }

    /** The API server wrote the time. Its clock is an hour behind ours, or ahead of it. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void a_pod_is_given_its_time_by_what_was_seen_and_not_by_clocks_of_two_machines(long difference) {
        var pod = aPod().runnerAtWork().goneBy(NOON.plusSeconds(difference));
        var world = RunWorld.of(running()).pod(pod);
        assertThat(world.leavingFor(Duration.ZERO).decision()).isEqualTo(new Follow());
        assertThat(world.leavingFor(Duration.ofSeconds(50)).decision()).isEqualTo(new Follow());
        assertLost(world.leavingFor(Duration.ofSeconds(51)), "its node does not say");
    }

    /** The pod garbage collector sets the phase, and leaves the containers as its node last told of them. */
    @Test
    void a_pod_that_was_collected_with_its_node() {
        var pod = aPod().runnerAtWork().phase("Failed");
        assertLost(RunWorld.of(running()).pod(pod), "the pod was lost");
        assertLost(RunWorld.of(starting()).pod(pod), "the pod was lost");
    }

    @Test
    void a_pod_that_was_evicted_at_work() {
        var pod = aPod().runnerLostSightOf(true).evicted("The node was low on resource: memory.");
        assertLost(RunWorld.of(running()).pod(pod), "The node was low on resource: memory");
    }

    @Test
    void a_runner_that_the_kubelet_lost_sight_of_may_have_changed_something() {
        assertLost(RunWorld.of(starting()).pod(aPod().runnerLostSightOf(true)), "ContainerStatusUnknown");
    }

    @Test
    void a_pod_that_was_evicted_before_the_start_has_changed_nothing() {
        var pod = aPod().rejected("The node had condition: [DiskPressure].");
        assertFailed(RunWorld.of(starting()).pod(pod), Reason.ContainerCannotStart, "DiskPressure");
    }

    @Test
    void a_runner_that_never_started_has_changed_nothing() {
        assertFailed(
                RunWorld.of(starting()).pod(aPod().runnerCouldNotStart("exec: \"java\": not found")),
                Reason.ContainerCannotStart,
                "exec: \"java\": not found");
        assertFailed(
                RunWorld.of(starting()).pod(aPod().runnerLostSightOf(false)), Reason.ContainerCannotStart, "before");
    }

    @Test
    void a_runner_that_waited_for_the_project_has_changed_nothing() {
        var pod = aPod().projectWaits("ImagePullBackOff", "Back-off pulling image");
        assertFailed(
                RunWorld.of(starting()).pod(pod.failedOnItsNode().evicted("The node had condition: [DiskPressure].")),
                Reason.ContainerCannotStart,
                "DiskPressure");
    }

    @Test
    void a_runner_that_waited_for_the_project_until_the_deadline_reports_less_than_is_known() {
        var cancelled =
                ReportBuilder.failed(Reason.Cancelled, "Nothing was changed.").build();
        var pod = aPod().reported(cancelled).projectNeverCreated();
        assertFailed(RunWorld.of(stuck()).pod(pod), Reason.ImagePullFailed, "No such image.");
        assertThat(RunWorld.of(starting()).pod(pod).decision())
                .isInstanceOfSatisfying(
                        Finish.class, finish -> assertThat(finish.report()).isEqualTo(cancelled));
    }

    @Test
    void what_was_seen_at_work_may_have_changed_something_whatever_its_pod_says_now() {
        assertThat(RunWorld.of(running()).pod(aPod().runnerLostSightOf(false)).decision())
                .isInstanceOf(Lose.class);
        assertThat(RunWorld.of(running())
                        .pod(aPod().withoutContainers().evicted("The node was low on resource: memory."))
                        .decision())
                .isInstanceOf(Lose.class);
    }

    @Test
    void the_trouble_of_a_pod_that_is_removed_at_the_deadline_is_kept() {
        var ended = aJob().failed("DeadlineExceeded", 1);
        assertFailed(
                RunWorld.of(stuck()).pod(aPod().failedOnItsNode()).job(ended),
                Reason.ImagePullFailed,
                "No such image.");
        assertFailed(
                RunWorld.of(stuck()).pod(aPod().runnerLostSightOf(false)).job(ended),
                Reason.ImagePullFailed,
                "No such image.");
    }

    /** It may have started since the operator last looked. */
    @Test
    void a_run_that_was_starting_may_have_started() {
        assertLost(RunWorld.of(starting()).job(aJob().failed("DeadlineExceeded", 1)), "DeadlineExceeded");
    }

    @Test
    void a_reading_run_cannot_be_lost() {
        var reading = aRun(1).settling("orders-0").running().job(JobBuilders.UID);
        assertThat(RunWorld.of(reading).decision())
                .isInstanceOfSatisfying(
                        Fail.class, fail -> assertThat(fail.reason().retry()).isEqualTo(Reason.Retry.BACKOFF));
        assertThat(RunWorld.of(reading)
                        .pod(aPod().runnerEnded(137, "OOMKilled", null))
                        .decision())
                .isInstanceOf(Fail.class);
    }

    /** While the operator was hindered nobody looked at the pod. */
    @Test
    void a_run_that_nobody_could_look_at_may_have_started() {
        for (var why : List.of(Reason.InternalError, Reason.Unknown)) {
            var restore = aRun(1).restoring("orders-0", RestoreMode.Swap)
                    .stuck(why, "The operator could not go on and tries again.")
                    .job(JobBuilders.UID);
            assertLost(
                    RunWorld.of(restore).job(aJob().ended("Failed", "BackoffLimitExceeded")), "BackoffLimitExceeded");
        }
    }
}
