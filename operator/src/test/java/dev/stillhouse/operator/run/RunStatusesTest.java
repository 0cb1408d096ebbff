package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static dev.stillhouse.operator.run.JobBuilders.aForeignJob;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static dev.stillhouse.operator.run.RunWorld.applying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.Finding;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.JobRef;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunProgress;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunRehearsal;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunStatusesTest {
    @Test
    void the_job_is_named_before_it_exists_and_known_once_it_was_seen() {
        assertThat(RunWorld.of(aRun(1)).status().job()).isEqualTo(new JobRef("orders-1", null));
        assertThat(RunWorld.of(aRun(1)).job(aJob()).status().job()).isEqualTo(new JobRef("orders-1", JobBuilders.UID));
    }

    @Test
    void the_first_job_stays_the_runs_job() {
        var seen = RunWorld.of(aRun(1).running().job(JobBuilders.UID));
        assertThat(seen.job(aJob().uid("uid-of-another")).status().job())
                .isEqualTo(new JobRef("orders-1", JobBuilders.UID));
        assertThat(seen.status().job()).isEqualTo(new JobRef("orders-1", JobBuilders.UID));
    }

    @Test
    void the_job_of_somebody_else_is_not_its_own() {
        assertThat(RunWorld.of(aRun(1).pending()).job(aForeignJob()).status().job())
                .isEqualTo(new JobRef("orders-1", null));
    }

    @Test
    void where_the_plan_is_kept_is_told_once_and_stays() {
        var atWork = RunWorld.of(aRun(1).running()).pod(aPod().runnerAtWork());
        var kept = new PlanDocument("orders-1-plan-001", 1, 900);
        assertThat(atWork.status().planDocument()).isNull();
        var told = atWork.status(kept);
        assertThat(told.planDocument()).isEqualTo(kept);
        var run = atWork.run();
        run.setStatus(told);
        assertThat(atWork.status().planDocument()).isEqualTo(kept);
        assertThat(RunStatuses.hindered(run, atWork.standing(), NOON).planDocument())
                .isEqualTo(kept);
    }

    /** Why a pod has not started proves that nothing was changed; what hinders the operator proves nothing. */
    @Test
    void what_hinders_the_operator_does_not_stand_for_why_the_pod_has_not_started() {
        var launched = RunWorld.of(aRun(1).stuck(Reason.Starting, "The pod is being created."));

        var hindered = RunStatuses.hindered(launched.run(), Standing.hindered(new IllegalStateException("No.")), NOON);

        assertThat(hindered.reason()).isEqualTo(Reason.Starting);
        assertThat(hindered.message()).isEqualTo("The pod is being created.");
        assertThat(hindered.conditions())
                .anySatisfy(condition -> assertThat(condition.getReason()).isEqualTo(Reason.InternalError.name()));
    }

    @Test
    void it_started_when_the_operator_took_it_up() {
        assertThat(RunWorld.of(aRun(1)).status().startTime()).isEqualTo(NOON.toString());
        assertThat(RunWorld.of(aRun(1).running().startedAt(NOON.minusSeconds(9)))
                        .pod(aPod().runnerAtWork())
                        .status()
                        .startTime())
                .isEqualTo(NOON.minusSeconds(9).toString());
    }

    @Test
    void it_ends_when_its_phase_is_final() {
        var running = RunWorld.of(aRun(1).running());
        assertThat(running.pod(aPod().runnerAtWork()).status().completionTime()).isNull();
        assertThat(running.pod(aPod().runnerEnded(137, "OOMKilled", null))
                        .status()
                        .completionTime())
                .isNull();
        assertThat(running.pod(aPod().reported(ReportBuilder.upgraded().build()))
                        .status()
                        .completionTime())
                .isEqualTo(NOON.toString());
    }

    @Test
    void the_step_in_hand_is_shown_while_it_runs() {
        var status = RunWorld.of(aRun(1).running())
                .pod(aPod().runnerAtWork())
                .progress(applying(1, "b2", List.of("a1")))
                .status();
        assertThat(status.progress()).isEqualTo(new RunProgress(Phase.APPLY, "1/3", 1, 3, "b2", "Step 2 of 3: b2."));
        assertThat(status.message()).isEqualTo("Step 2 of 3: b2.");
        assertThat(status.revision()).isEqualTo("a1");
    }

    @Test
    void what_was_shown_is_kept_while_nothing_new_is_heard() {
        var status = RunWorld.of(aRun(1).running().saw(2, "a1"))
                .pod(aPod().runnerAtWork())
                .status();
        assertThat(status.revision()).isEqualTo("a1");
    }

    @Test
    void a_report_is_written_down_whole() {
        var status = RunWorld.of(aRun(1).running())
                .pod(aPod().reported(ReportBuilder.upgraded().build()))
                .status();
        assertThat(status.phase()).isEqualTo(RunPhase.Succeeded);
        assertThat(status.reason()).isEqualTo(Reason.Upgraded);
        assertThat(status.message()).isEqualTo("The database went up to c3.");
        assertThat(status.revision()).isEqualTo("c3");
        assertThat(status.plan().digest()).isEqualTo("sha256:plan");
        assertThat(status.progress().summary()).isEqualTo("2/2");
        assertThat(status.result().imageDigest()).isEqualTo("shop/orders@sha256:0f0f");
    }

    @Test
    void what_a_rehearsal_has_shown_is_told_with_the_end_and_stays() {
        var ended = RunWorld.of(aRun(1).running())
                .pod(aPod().reported(ReportBuilder.upgraded()
                        .rehearsed(
                                RehearsalOutcome.Warned,
                                new RunReport.Finding("b2", "downgrade-differs", "The index ix is not there."))
                        .build()));

        var told = ended.status();

        var shown = new RunRehearsal(
                RehearsalOutcome.Warned,
                List.of(new Finding("b2", "downgrade-differs", "The index ix is not there.")),
                List.of());
        assertThat(told.rehearsal()).isEqualTo(shown);
        var lost = RunWorld.of(aRun(1).unknown().rehearsed(shown));
        assertThat(lost.status().rehearsal()).isEqualTo(shown);
        assertThat(RunStatuses.hindered(lost.run(), lost.standing(), NOON).rehearsal())
                .isEqualTo(shown);
    }

    @Test
    void of_a_run_without_a_rehearsal_nothing_is_said_of_one() {
        var status = RunWorld.of(aRun(1).running())
                .pod(aPod().reported(ReportBuilder.upgraded().build()))
                .status();
        assertThat(status.rehearsal()).isNull();
    }

    @Test
    void each_outcome_has_its_phase() {
        assertThat(phaseAfter(ReportBuilder.observed())).isEqualTo(RunPhase.Succeeded);
        assertThat(phaseAfter(ReportBuilder.awaitingApproval())).isEqualTo(RunPhase.AwaitingApproval);
        assertThat(phaseAfter(ReportBuilder.failed(Reason.LockTimeout, "Locked.")))
                .isEqualTo(RunPhase.Failed);
    }

    private static RunPhase phaseAfter(ReportBuilder report) {
        return RunWorld.of(aRun(1).running())
                .pod(aPod().reported(report.build()))
                .status()
                .phase();
    }

    @Test
    void a_lost_run_that_got_there_succeeded() {
        var status = RunWorld.of(aRun(1).unknown())
                .settledBy(aRun(2).settling("orders-1").observed(0, "c3"))
                .status();
        assertThat(status.phase()).isEqualTo(RunPhase.Succeeded);
        assertThat(status.reason()).isEqualTo(Reason.Settled);
        assertThat(status.revision()).isEqualTo("c3");
        assertThat(status.message()).contains("read again by run orders-2");
        assertThat(status.completionTime()).isNotNull();
    }

    @Test
    void a_lost_run_that_did_not_get_there_failed() {
        var status = RunWorld.of(aRun(1).unknown())
                .settledBy(aRun(2).settling("orders-1").observed(2, "a1"))
                .status();
        assertThat(status.phase()).isEqualTo(RunPhase.Failed);
        assertThat(status.reason()).isEqualTo(Reason.Lost);
        assertThat(status.message()).contains("is at a1, not at the target");
    }

    @Test
    void an_unknown_outcome_stays_unknown_until_then() {
        var status = RunWorld.of(aRun(1).unknown()).status();
        assertThat(status.phase()).isEqualTo(RunPhase.Unknown);
        assertThat(status.message()).isEqualTo("The outcome is not known: its Job was deleted.");
    }

    @Test
    void a_run_that_was_at_work_never_waits_again() {
        var status = RunWorld.of(aRun(1).running())
                .pod(aPod().runnerWaits("ContainerCreating", null))
                .status();
        assertThat(status.phase()).isEqualTo(RunPhase.Running);
    }

    @Test
    void nothing_changes_when_nothing_changed() {
        var world = RunWorld.of(aRun(1)).pod(aPod().runnerAtWork()).progress(applying(1, "b2", List.of("a1")));
        var first = world.status();
        world.run().setStatus(first);
        assertThat(world.at(secondsLater(300)).status()).isEqualTo(first);
    }

    @Test
    void waiting_for_a_settlement_writes_nothing_new() {
        var lost = RunWorld.of(aRun(1).running().job(JobBuilders.UID));
        MigrationRunStatus first = lost.status();
        lost.run().setStatus(first);
        assertThat(lost.at(secondsLater(300)).status()).isEqualTo(first);
    }

    @Test
    void a_plan_that_is_not_kept_is_told_with_the_end() {
        var world = RunWorld.of(aRun(1).running())
                .pod(aPod().reported(ReportBuilder.upgraded().build()))
                .plan(new HeardPlan.Lost("it is too large."));
        assertThat(world.status().message()).endsWith(" Its plan is not kept: it is too large.");
        assertThat(world.status().planDocument()).isNull();
    }

    /** Its reason says whether another run follows. */
    @Test
    void one_that_is_over_stays_as_it_ended_though_its_job_cannot_be_deleted() {
        var hindered = Standing.hindered(new IllegalStateException("no answer"));
        for (var run : List.of(
                aRun(1).failed(Reason.StatementFailed).build(),
                aRun(1).succeeded().build(),
                aRun(1).now(RunPhase.Unrecognized, Reason.Unknown, "Pondering.").build())) {
            assertThat(RunStatuses.hindered(run, hindered, NOON)).isEqualTo(run.getStatus());
        }
    }
}
