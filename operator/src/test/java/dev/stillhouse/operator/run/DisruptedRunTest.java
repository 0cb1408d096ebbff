package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the platform did is told apart from what somebody asked for, and from what the run itself did. */
class DisruptedRunTest {
    private static final RunReport STOPPED =
            ReportBuilder.failed(Reason.Cancelled, "Stopped at b2.").build();

    private static Standing standing(RunBuilder run, PodBuilders pod) {
        return RunWorld.of(run).pod(pod).standing();
    }

    @ParameterizedTest
    @CsvSource({
        "EvictionByEvictionAPI, drained",
        "PreemptionByScheduler, higher priority",
        "DeletionByTaintManager, taint",
        "DeletionByPodGC, gone",
        "TerminationByKubelet, memory or disk",
        "SomethingNew, SomethingNew"
    })
    void the_platform_took_it_away(String cause, String words) {
        var standing = standing(aRun(1).running(), aPod().reported(STOPPED).disrupted(cause));
        assertThat(standing.reason()).isEqualTo(Reason.Disrupted);
        assertThat(standing.reason().retry()).isEqualTo(Reason.Retry.UNCOUNTED);
        assertThat(standing.message()).contains(words, "Stopped at b2.");
    }

    @Test
    void a_queue_made_room() {
        var standing = RunWorld.of(aRun(1).running())
                .pod(aPod().reported(STOPPED))
                .job(aJob().suspended())
                .standing();
        assertThat(standing.reason()).isEqualTo(Reason.Disrupted);
        assertThat(standing.message()).contains("suspended");
    }

    @Test
    void somebody_deleted_its_pod() {
        assertThat(standing(aRun(1).running(), aPod().reported(STOPPED)).reason())
                .isEqualTo(Reason.Cancelled);
    }

    @Test
    void somebody_asked_for_it_while_its_node_was_drained() {
        var pod = aPod().reported(STOPPED).disrupted("EvictionByEvictionAPI");
        assertThat(standing(aRun(1).running().cancelled("stop"), pod).reason()).isEqualTo(Reason.Cancelled);
    }

    @Test
    void its_own_end_came_before_that_of_its_node() {
        var pod = aPod().reported(ReportBuilder.upgraded().build()).disrupted("EvictionByEvictionAPI");
        assertThat(standing(aRun(1).running(), pod).reason()).isEqualTo(Reason.Upgraded);
    }

    /** Its node was gone at once, or the runner did not get to its end in the time it had. */
    @Test
    void it_was_taken_away_before_it_could_report() {
        var pod = aPod().runnerEnded(137, "Error", null).disrupted("DeletionByPodGC");
        var lost = RunWorld.of(aRun(1).running().job(JobBuilders.UID)).pod(pod);
        assertThat(lost.status().phase()).isEqualTo(RunPhase.Unknown);
        assertThat(lost.status().loss()).isEqualTo(Reason.Disrupted);
        var settled = RunWorld.of(aRun(1).unknown().lostBy(Reason.Disrupted).job(JobBuilders.UID))
                .settledBy(aRun(2).settling("orders-1").observed(2, "a1"));
        assertThat(settled.status().reason()).isEqualTo(Reason.Disrupted);
        assertThat(settled.status().message()).startsWith("Kubernetes took its pod away before it could report, and");
    }

    @Test
    void a_run_that_only_reads_was_taken_away_before_it_could_report() {
        var pod = aPod().runnerEnded(137, "Error", null).disrupted("DeletionByPodGC");
        assertThat(standing(aRun(1).settling("orders-0").running(), pod).reason())
                .isEqualTo(Reason.Disrupted);
    }

    @Test
    void it_was_taken_away_before_the_run_began() {
        var pod = aPod().runnerLostSightOf(false).disrupted("PreemptionByScheduler");
        assertThat(standing(aRun(1).pending(), pod).reason()).isEqualTo(Reason.Disrupted);
    }
}
