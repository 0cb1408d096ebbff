package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.run.RunDecision.Lose;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.operator.run.RunDecision.Stop;
import dev.stillhouse.operator.run.RunDecision.Withdraw;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;

/** A queue such as Kueue suspends Jobs: before they start until it is their turn, and later to make room. */
class SuspendedJobTest {
    private static void assertWaits(RunWorld world) {
        assertThat(world.decision()).isInstanceOfSatisfying(Pend.class, pend -> {
            assertThat(pend.reason()).isEqualTo(Reason.JobSuspended);
            assertThat(pend.message()).contains("suspended", "Kueue");
        });
        assertThat(world.status().phase()).isEqualTo(RunPhase.Pending);
    }

    @Test
    void before_its_turn_the_run_waits_and_says_for_what() {
        assertWaits(RunWorld.of(aRun(1).pending()).job(aJob().suspended()).complaints("FailedCreate: no pod"));
    }

    @Test
    void a_pod_that_had_to_go_before_the_run_began_is_not_missed() {
        assertWaits(RunWorld.of(aRun(1).pending())
                .pod(aPod().runnerLostSightOf(false))
                .job(aJob().suspended()));
    }

    @Test
    void it_can_be_stopped_while_it_waits() {
        assertThat(RunWorld.of(aRun(1).pending().cancelled("stop"))
                        .job(aJob().suspended())
                        .decision())
                .isInstanceOfSatisfying(
                        Withdraw.class,
                        withdraw -> assertThat(withdraw.end().reason()).isEqualTo(Reason.Cancelled));
        assertThat(RunWorld.of(aRun(1).pending().cancelled("stop"))
                        .pod(aPod().runnerLostSightOf(false))
                        .job(aJob().suspended().changed(2))
                        .decision())
                .isEqualTo(new Stop());
    }

    /** It had its turn, and made room again, while nobody looked. */
    @Test
    void a_run_that_may_have_been_at_work_does_not_begin_again() {
        var again = RunWorld.of(aRun(1).stuck(Reason.JobSuspended, "It waits for its turn.")
                        .job(JobBuilders.UID))
                .job(aJob().suspended().changed(2));
        assertThat(again.decision()).isInstanceOf(Lose.class);
        assertThat(again.status().loss()).isEqualTo(Reason.Disrupted);
        var look = aRun(1).looking().pending().job(JobBuilders.UID);
        assertWaits(RunWorld.of(look).job(aJob().suspended().changed(2)));
    }

    /** A second pod would begin it again. */
    @Test
    void a_run_that_was_at_work_does_not_begin_again() {
        assertThat(RunWorld.of(aRun(1).running()).job(aJob().suspended()).decision())
                .isInstanceOfSatisfying(
                        Lose.class, lose -> assertThat(lose.message()).contains("suspended"));
    }
}
