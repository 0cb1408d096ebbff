package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static dev.stillhouse.operator.run.JobBuilders.aForeignJob;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.run.RunDecision.AwaitPlan;
import dev.stillhouse.operator.run.RunDecision.AwaitSettlement;
import dev.stillhouse.operator.run.RunDecision.Clear;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Finish;
import dev.stillhouse.operator.run.RunDecision.Follow;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.operator.run.RunDecision.Rest;
import dev.stillhouse.operator.run.RunDecision.Settle;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a run, as it should go. {@link LostRunTest} and {@link CancelledRunTest} have the rest. */
class RunDeciderTest {
    @Test
    void a_new_run_gets_its_job() {
        assertThat(RunWorld.of(aRun(1)).decision()).isEqualTo(new Launch());
    }

    @Test
    void a_launch_of_which_nothing_is_seen_yet_is_repeated() {
        assertThat(RunWorld.of(aRun(1).pending()).decision()).isEqualTo(new Launch());
    }

    @Test
    void a_job_without_a_pod_is_waited_for() {
        assertThat(RunWorld.of(aRun(1).pending()).job(aJob()).decision())
                .isEqualTo(new Pend(Reason.Starting, "The pod is being created."));
    }

    @Test
    void what_keeps_a_job_from_its_pod_is_told() {
        var world = RunWorld.of(aRun(1).pending())
                .job(aJob())
                .complaints(
                        "FailedCreate: Error creating: pods \"orders-1-\" is forbidden: exceeded quota: small",
                        "FailedCreate: something older");
        assertThat(world.decision())
                .isEqualTo(
                        new Pend(
                                Reason.PodBlocked,
                                "The pod cannot start: FailedCreate: Error creating: pods \"orders-1-\" is forbidden: exceeded quota: small."));
    }

    @Test
    void a_pod_on_its_way_is_waited_for() {
        assertThat(RunWorld.of(aRun(1).pending()).pod(aPod()).decision())
                .isEqualTo(new Pend(Reason.Starting, "The pod is being started."));
    }

    @Test
    void a_runner_that_waits_for_the_project_is_not_at_work() {
        var pod = aPod().projectWaits("ErrImagePull", "No such image.");
        assertThat(RunWorld.of(aRun(1).pending()).pod(pod).decision())
                .isInstanceOfSatisfying(
                        Pend.class, pend -> assertThat(pend.reason()).isEqualTo(Reason.ImagePullFailed));
    }

    @Test
    void a_project_that_cannot_be_started_ends_the_run() {
        var pod = aPod().projectCouldNotStart("exec: \"/bin/sh\": no such file");
        assertThat(RunWorld.of(aRun(1).pending()).pod(pod).decision()).isInstanceOfSatisfying(Fail.class, fail -> {
            assertThat(fail.reason()).isEqualTo(Reason.ContainerCannotStart);
            assertThat(fail.message()).contains("/bin/sh", "spec.project.python");
        });
    }

    /** PodTroubleTest tells the kinds of trouble apart. */
    @Test
    void what_keeps_a_pod_from_starting_is_told() {
        var world = RunWorld.of(aRun(1).pending())
                .pod(aPod().runnerWaits("CreateContainerConfigError", "secret \"orders-db\" not found"));
        assertThat(world.decision())
                .isEqualTo(
                        new Pend(
                                Reason.ContainerCannotStart,
                                "The container runner cannot start: CreateContainerConfigError: secret \"orders-db\" not found."));
    }

    @Test
    void a_runner_at_work_is_followed() {
        assertThat(RunWorld.of(aRun(1).pending()).pod(aPod().runnerAtWork()).decision())
                .isEqualTo(new Follow());
    }

    @Test
    void a_report_ends_the_run() {
        var report = ReportBuilder.upgraded().build();
        var world = RunWorld.of(aRun(1).running()).pod(aPod().reported(report));
        assertThat(world.decision()).isEqualTo(new Finish(report));
    }

    /** Its end is recorded with the plan, or when the plan's patience is over. */
    @Test
    void the_end_waits_for_the_plan_that_is_being_read() {
        var report = ReportBuilder.awaitingApproval().build();
        var world = RunWorld.of(aRun(1).running()).pod(aPod().reported(report));
        assertThat(world.plan(new HeardPlan.Awaited()).decision()).isEqualTo(new AwaitPlan());
        assertThat(world.plan(new HeardPlan.Lost("it is gone.")).decision()).isEqualTo(new Finish(report));
        assertThat(world.plan(new HeardPlan.None()).decision()).isEqualTo(new Finish(report));
    }

    @Test
    void an_outcome_that_is_not_known_waits_for_the_plan_too() {
        var world = RunWorld.of(aRun(1).running())
                .pod(aPod().runnerEnded(137, "OOMKilled", null))
                .plan(new HeardPlan.Awaited());
        assertThat(world.decision()).isEqualTo(new AwaitPlan());
    }

    @Test
    void a_report_counts_even_if_the_operator_never_saw_the_run_at_work() {
        var report = ReportBuilder.upgraded().build();
        assertThat(RunWorld.of(aRun(1)).pod(aPod().reported(report)).decision()).isEqualTo(new Finish(report));
    }

    @Test
    void a_report_counts_even_if_the_pod_is_on_its_way_out() {
        var report = ReportBuilder.upgraded().build();
        var world = RunWorld.of(aRun(1).running().job(JobBuilders.UID))
                .podAlone(aPod().reported(report).goneBy(NOON.minusSeconds(3600)));
        assertThat(world.decision()).isEqualTo(new Finish(report));
    }

    @Test
    void a_pod_that_ends_in_good_order_is_given_its_time() {
        var world = RunWorld.of(aRun(1).running()).pod(aPod().runnerAtWork().goneBy(secondsLater(20)));
        assertThat(world.decision()).isEqualTo(new Follow());
        assertThat(world.leavingFor(Duration.ofSeconds(40)).decision()).isEqualTo(new Follow());
    }

    @Test
    void a_job_of_somebody_else_stands_in_the_way() {
        assertThat(RunWorld.of(aRun(1).pending()).job(aForeignJob()).decision())
                .isInstanceOfSatisfying(Pend.class, pend -> {
                    assertThat(pend.reason()).isEqualTo(Reason.PodBlocked);
                    assertThat(pend.message()).contains("does not belong to this run");
                });
    }

    /** A DatabaseMigration that is deleted and applied again meets the Jobs of its former life. */
    @Test
    void the_report_of_a_foreign_job_is_not_ours() {
        var world = RunWorld.of(aRun(1).pending())
                .podAlone(aPod().reported(ReportBuilder.upgraded().build()))
                .job(aForeignJob());
        assertThat(world.decision()).isInstanceOf(Pend.class);
    }

    @Test
    void an_unknown_outcome_waits_until_the_database_was_read() {
        var world = RunWorld.of(aRun(1).unknown());
        assertThat(world.decision()).isEqualTo(new AwaitSettlement());
        var by = aRun(2).settling("orders-1").observed(0, "c3");
        assertThat(world.settledBy(by).decision()).isEqualTo(new Settle(by.build()));
    }

    @ParameterizedTest
    @EnumSource(
            value = RunPhase.class,
            names = {"Succeeded", "Failed", "AwaitingApproval"})
    void a_run_that_is_over_rests_and_what_is_left_of_it_goes(RunPhase phase) {
        var over = aRun(1).now(phase, Reason.InternalError, "Over.");
        assertThat(RunWorld.of(over).decision()).isEqualTo(new Rest());
        assertThat(RunWorld.of(over).podAlone(aPod().runnerAtWork()).decision()).isEqualTo(new Clear());
    }
}
