package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Finish;
import dev.stillhouse.operator.run.RunDecision.Follow;
import dev.stillhouse.operator.run.RunDecision.Lose;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.operator.run.RunDecision.Stop;
import dev.stillhouse.operator.run.RunDecision.Withdraw;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;

class CancelledRunTest {
    private static RunBuilder stopped(RunBuilder run) {
        return run.cancelled("wrong database");
    }

    private static RunBuilder withdrawn(RunBuilder run) {
        return run.superseded();
    }

    private static void assertFailed(RunWorld world, Reason reason) {
        assertThat(world.decision()).isInstanceOfSatisfying(Fail.class, fail -> {
            assertThat(fail.reason()).isEqualTo(reason);
            assertThat(fail.message()).contains("nothing was changed");
        });
    }

    @Test
    void before_the_launch_it_just_ends() {
        assertFailed(RunWorld.of(stopped(aRun(1))), Reason.Cancelled);
        assertFailed(RunWorld.of(withdrawn(aRun(1))), Reason.Superseded);
    }

    @Test
    void a_job_without_a_pod_is_stopped() {
        assertThat(RunWorld.of(stopped(aRun(1).pending())).job(aJob()).decision())
                .isEqualTo(new Stop());
    }

    /** The run that would read the database would be refused its pod as well. */
    @Test
    void a_job_whose_pod_is_refused_is_withdrawn_if_it_still_has_none() {
        var blocked = withdrawn(aRun(1).stuck(Reason.PodBlocked, "Quota.").job(JobBuilders.UID));
        assertThat(RunWorld.of(blocked).job(aJob()).decision()).isInstanceOf(Withdraw.class);
        assertThat(RunWorld.of(blocked).job(aJob().changed(1)).decision()).isEqualTo(new Stop());
    }

    @Test
    void a_pod_that_does_not_start_is_stopped() {
        var stuck = aRun(1).stuck(Reason.ImagePullFailed, "No such image.");
        assertThat(RunWorld.of(withdrawn(stuck))
                        .pod(aPod().runnerWaits("ImagePullBackOff", "Back-off."))
                        .decision())
                .isEqualTo(new Stop());
    }

    @Test
    void a_runner_at_work_is_stopped_and_then_given_its_time_to_report() {
        var world = RunWorld.of(stopped(aRun(1).running())).pod(aPod().runnerAtWork());
        assertThat(world.decision()).isEqualTo(new Stop());
        assertThat(world.job(aJob().beingDeleted()).decision()).isEqualTo(new Follow());
    }

    @Test
    void the_runner_reports_how_far_it_came() {
        var report = ReportBuilder.failed(Reason.Cancelled, "Stopped at b2.")
                .rows("b2")
                .build();
        var world = RunWorld.of(stopped(aRun(1).running()))
                .pod(aPod().reported(report))
                .job(aJob().beingDeleted());
        assertThat(world.decision()).isEqualTo(new Finish(report));
    }

    @Test
    void without_a_report_the_database_has_to_be_read() {
        var world = RunWorld.of(stopped(aRun(1).running().job(JobBuilders.UID)));
        assertThat(world.decision()).isInstanceOf(Lose.class);
    }

    @Test
    void while_the_pod_goes_it_is_waited_for() {
        var stuck = aRun(1).stuck(Reason.ImagePullFailed, "No such image.");
        var world = RunWorld.of(withdrawn(stuck)).pod(aPod()).job(aJob().beingDeleted());
        assertThat(world.decision()).isInstanceOf(Pend.class);
    }

    /** Nobody saw its end: BeginningTest has what shows that it never began. */
    @Test
    void when_its_pod_is_gone_unseen_it_may_have_begun() {
        var stuck = aRun(1).stuck(Reason.ImagePullFailed, "No such image.").job(JobBuilders.UID);
        assertThat(RunWorld.of(withdrawn(stuck)).decision()).isInstanceOf(Lose.class);
        assertThat(RunWorld.of(stopped(stuck)).decision()).isInstanceOf(Lose.class);
    }

    @Test
    void one_that_only_reads_has_changed_nothing_whether_it_began_or_not() {
        var look = aRun(1).looking()
                .stuck(Reason.ImagePullFailed, "No such image.")
                .job(JobBuilders.UID);
        assertFailed(RunWorld.of(withdrawn(look)), Reason.Superseded);
    }

    /** Its status was lost, and its Job is gone. */
    @Test
    void one_that_was_launched_once_may_have_begun() {
        assertThat(RunWorld.of(stopped(aRun(1))).around(Adoption.LAUNCHED, null).decision())
                .isInstanceOf(Lose.class);
    }

    /** A pod that is deleted before its start ends as Failed for a moment. */
    @Test
    void the_last_look_of_its_pod_does_not_hide_why_it_ended() {
        var stuck = aRun(1).stuck(Reason.ImagePullFailed, "No such image.").job(JobBuilders.UID);
        assertFailed(
                RunWorld.of(withdrawn(stuck)).pod(aPod().failedOnItsNode()).job(aJob().beingDeleted()),
                Reason.Superseded);
        assertFailed(
                RunWorld.of(stopped(stuck))
                        .pod(aPod().runnerLostSightOf(false).goneBy(NOON))
                        .job(aJob().beingDeleted()),
                Reason.Cancelled);
    }
}
