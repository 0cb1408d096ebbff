package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that the Job's own deadline ends: the reason is the deadline, whoever is first. */
class OvertimeTest {
    private static RunBuilder running() {
        return aRun(1).running().job(JobBuilders.UID);
    }

    private static RunBuilder starting() {
        return aRun(1).pending().job(JobBuilders.UID);
    }

    private static PodBuilders told(Reason reason) {
        return aPod().reported(ReportBuilder.failed(reason, "It is at b2.").build());
    }

    /** Its Job has failed as soon as it says so, before its pod has ended and after. */
    @ParameterizedTest
    @ValueSource(strings = {"FailureTarget", "Failed"})
    void a_runner_that_its_job_told_to_end_ran_out_of_time(String condition) {
        var world = RunWorld.of(running()).pod(told(Reason.Cancelled)).job(aJob().ended(condition, "DeadlineExceeded"));
        assertThat(world.status().reason()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(world.status().reason().retry()).isEqualTo(Reason.Retry.NEVER);
        assertThat(world.status().message())
                .contains("It is at b2.", "raise it")
                .doesNotContain("evicted", "drained");
        assertThat(world.standing().truths()).containsExactly(ConditionType.Stalled);
    }

    @Test
    void one_that_was_told_to_end_otherwise_was_cancelled() {
        var world = RunWorld.of(running()).pod(told(Reason.Cancelled));
        assertThat(world.status().reason()).isEqualTo(Reason.Cancelled);
        assertThat(world.job(aJob().ended("Failed", "BackoffLimitExceeded"))
                        .status()
                        .reason())
                .isEqualTo(Reason.Cancelled);
    }

    @Test
    void what_the_runner_knew_better_stands() {
        var world = RunWorld.of(running())
                .pod(told(Reason.StatementFailed))
                .job(aJob().ended("Failed", "DeadlineExceeded"));
        assertThat(world.status().reason()).isEqualTo(Reason.StatementFailed);
        assertThat(world.status().message()).isEqualTo("It is at b2.");
    }

    @Test
    void a_pod_that_never_started_ran_out_of_time() {
        var world = RunWorld.of(starting())
                .pod(aPod().runnerLostSightOf(false))
                .job(aJob().ended("Failed", "DeadlineExceeded"));
        assertThat(world.decision()).isInstanceOfSatisfying(Fail.class, fail -> {
            assertThat(fail.reason()).isEqualTo(Reason.DeadlineExceeded);
            assertThat(fail.message()).contains("Nothing was changed", "raise spec.execution.deadline");
        });
    }

    private static RunWorld lost() {
        return RunWorld.of(running()).job(aJob().ended("Failed", "DeadlineExceeded"));
    }

    private static RunWorld recorded(RunWorld world) {
        world.run().setStatus(world.status());
        return world;
    }

    @Test
    void a_run_that_was_lost_at_its_deadline_is_settled_first() {
        var status = lost().status();
        assertThat(status.phase()).isEqualTo(RunPhase.Unknown);
        assertThat(status.reason()).isEqualTo(Reason.OutcomeUnknown);
        assertThat(status.loss()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(status.message()).contains("raise it");
    }

    @Test
    void one_that_had_not_done_its_work_ran_out_of_time() {
        var settled = recorded(lost()).settledBy(aRun(2).settling("orders-1").observed(2, "a1"));
        assertThat(settled.status().reason()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(settled.status().loss()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(settled.status().message())
                .startsWith("Its time was over, and it ended without a report, and the database, read again by run")
                .contains("is at a1, not at the target", "raise it");
    }

    @Test
    void one_that_had_done_its_work_has_done_it() {
        var settled = recorded(lost()).settledBy(aRun(2).settling("orders-1").observed(0, "c3"));
        assertThat(settled.status().reason()).isEqualTo(Reason.Settled);
    }

    /** Its pod may be seen to be gone before its Job says why. */
    @Test
    void the_word_of_its_job_counts_when_it_comes_after_the_loss() {
        var silent = recorded(RunWorld.of(running()).job(aJob().ended("Failed", "BackoffLimitExceeded")));
        assertThat(silent.run().getStatus().loss()).isEqualTo(Reason.OutcomeUnknown);
        var told = silent.job(aJob().ended("Failed", "DeadlineExceeded"));
        assertThat(told.status().loss()).isEqualTo(Reason.DeadlineExceeded);
        assertThat(told.status().message()).containsOnlyOnce("raise it");
        assertThat(recorded(told).status().message()).containsOnlyOnce("raise it");
        assertThat(told.settledBy(aRun(2).settling("orders-1").observed(2, "a1"))
                        .status()
                        .reason())
                .isEqualTo(Reason.DeadlineExceeded);
    }

    @Test
    void a_restore_that_was_lost_at_its_deadline_says_so() {
        var restore = RunWorld.of(aRun(1).restoring("orders-0-backup", RestoreMode.Swap)
                        .running()
                        .job(JobBuilders.UID))
                .job(aJob().ended("Failed", "DeadlineExceeded"));
        assertThat(recorded(restore)
                        .settledBy(aRun(2).settling("orders-1").observed(0, "c3"))
                        .status()
                        .reason())
                .isEqualTo(Reason.DeadlineExceeded);
    }

    @Test
    void a_run_that_only_reads_ran_out_of_time() {
        var world = RunWorld.of(aRun(1).settling("orders-0").running().job(JobBuilders.UID))
                .job(aJob().ended("Failed", "DeadlineExceeded"));
        assertThat(world.decision())
                .isInstanceOfSatisfying(
                        Fail.class, fail -> assertThat(fail.reason()).isEqualTo(Reason.DeadlineExceeded));
    }
}
