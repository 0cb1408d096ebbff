package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static dev.stillhouse.operator.run.JobBuilders.aForeignJob;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.run.RunDecision.Clear;
import dev.stillhouse.operator.run.RunDecision.Finish;
import dev.stillhouse.operator.run.RunDecision.Rest;
import org.junit.jupiter.api.Test;

/** What becomes of the Job and the pod of a run that is over. */
class LeftoverTest {
    /** A world at noon in which the run's end was put on record. */
    private static RunWorld ended(PodBuilders pod) {
        var world = RunWorld.of(aRun(1).running()).pod(pod);
        world.run().setStatus(world.status());
        return world;
    }

    private static RunWorld succeeded() {
        return ended(aPod().reported(ReportBuilder.upgraded().build()).withSidecar());
    }

    @Test
    void the_runners_word_is_the_end_whatever_other_containers_do() {
        var report = ReportBuilder.upgraded().build();
        assertThat(RunWorld.of(aRun(1).running())
                        .pod(aPod().reported(report).withSidecar())
                        .decision())
                .isEqualTo(new Finish(report));
    }

    @Test
    void a_pod_that_runs_on_is_ended_but_not_one_that_is_about_to_end() {
        assertThat(succeeded().at(secondsLater(9)).decision()).isInstanceOf(Rest.class);
        assertThat(succeeded().at(secondsLater(10)).decision()).isEqualTo(new Clear());
    }

    @Test
    void it_is_looked_at_again_when_its_time_is_over() {
        assertThat(succeeded().decision())
                .isInstanceOfSatisfying(
                        Rest.class, rest -> assertThat(rest.again()).contains(secondsLater(10)));
    }

    @Test
    void a_job_that_came_to_its_end_stays_for_its_time() {
        var complete = succeeded().job(aJob().ended("Complete", "CompletionsReached"));
        assertThat(complete.at(secondsLater(60)).decision()).isEqualTo(new Rest());
    }

    /** Nobody waits for a moment in which it could be resumed. */
    @Test
    void a_suspended_job_goes_at_once_so_that_it_never_starts_again() {
        assertThat(succeeded().job(aJob().suspended()).decision()).isEqualTo(new Clear());
    }

    /** Its Job was deleted without it ({@code --cascade=orphan}). Nothing but the operator removes it. */
    @Test
    void a_pod_without_its_job_stays_for_the_time_of_a_job_and_goes() {
        var over = orphaned(aPod().reported(ReportBuilder.upgraded().build()));
        assertThat(over.decision())
                .isInstanceOfSatisfying(
                        Rest.class, rest -> assertThat(rest.again()).contains(secondsLater(3600)));
        assertThat(over.at(secondsLater(3600)).decision()).isEqualTo(new Clear());
        var runningOn =
                orphaned(aPod().reported(ReportBuilder.upgraded().build()).withSidecar());
        assertThat(runningOn.at(secondsLater(10)).decision()).isEqualTo(new Clear());
        var leaving = orphaned(aPod().reported(ReportBuilder.upgraded().build()).goneBy(NOON));
        assertThat(leaving.at(secondsLater(3600)).decision()).isEqualTo(new Rest());
    }

    private static RunWorld orphaned(PodBuilders pod) {
        var world = RunWorld.of(aRun(1).running()).podAlone(pod);
        world.run().setStatus(world.status());
        return world;
    }

    @Test
    void what_is_being_deleted_or_belongs_to_somebody_else_is_left_alone() {
        assertThat(succeeded().job(aJob().beingDeleted()).at(secondsLater(60)).decision())
                .isEqualTo(new Rest());
        assertThat(succeeded().job(aForeignJob()).at(secondsLater(60)).decision())
                .isEqualTo(new Rest());
    }

    @Test
    void a_run_without_a_report_whose_pod_runs_on_leaves_nothing_at_work_either() {
        var lost = ended(aPod().runnerEnded(137, "OOMKilled", null).withSidecar());
        assertThat(lost.at(secondsLater(10)).decision()).isEqualTo(new Clear());
    }
}
