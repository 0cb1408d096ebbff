package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.pod.RunnerPod;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;

class RunnerPodTest {
    @Test
    void the_last_words_are_all_that_is_known_each_once() {
        assertThat(lastWords(aPod().runnerEnded(137, "OOMKilled", null))).isEqualTo("exit code 137, OOMKilled.");
        assertThat(lastWords(aPod().runnerEnded(1, "Error", null))).isEqualTo("exit code 1.");
        assertThat(lastWords(aPod().runnerEnded(143, "Error", null).evicted("The node was low on resource: memory")))
                .isEqualTo("exit code 143, Evicted, The node was low on resource: memory.");
        assertThat(lastWords(aPod().phase("Failed"))).isEqualTo("no reason was given.");
    }

    @Test
    void words_that_end_with_a_full_stop_get_no_second_one() {
        assertThat(lastWords(aPod().evicted("The node was low on resource: memory.")))
                .isEqualTo("Evicted, The node was low on resource: memory.");
    }

    @Test
    void the_image_is_the_projects() {
        assertThat(RunnerPod.of(aPod().runnerAtWork().build()).imageDigest()).contains("shop/orders@sha256:0f0f");
    }

    @Test
    void a_report_survives_fields_of_a_newer_runner() {
        var message = """
                {"version":1,"outcome":"Succeeded","reason":"UpToDate","message":"Fine.","stepsDone":0,"phaseMillis":{},"weather":"sunny"}
                """;
        assertThat(RunnerPod.of(aPod().runnerEnded(0, "Completed", message).build())
                        .report())
                .hasValueSatisfying(report -> assertThat(report.message()).isEqualTo("Fine."));
    }

    /** A kubelet that found nothing better puts the end of the log there. */
    @Test
    void json_that_is_no_report_is_none() {
        for (var message : new String[] {"", "null", "[]", "{}", "42", "\"text\"", "{\"version\":1}"}) {
            assertThat(RunnerPod.of(aPod().runnerEnded(1, "Error", message).build())
                            .report())
                    .as(message)
                    .isEmpty();
        }
    }

    /** Without a report it is not known, so its log is worth a look. */
    @Test
    void a_runner_may_have_told_a_plan_unless_it_reports_that_it_had_none() {
        assertThat(mayHaveToldPlan(aPod().runnerEnded(137, "OOMKilled", null))).isTrue();
        assertThat(mayHaveToldPlan(
                        aPod().reported(ReportBuilder.awaitingApproval().build())))
                .isTrue();
        assertThat(mayHaveToldPlan(aPod().reported(ReportBuilder.failed(Reason.ConnectionFailed, "No.")
                        .neverConnected()
                        .build())))
                .isFalse();
        assertThat(mayHaveToldPlan(aPod().runnerAtWork())).isFalse();
        assertThat(mayHaveToldPlan(aPod().runnerCouldNotStart("exec: not found")))
                .isFalse();
        assertThat(mayHaveToldPlan(aPod().withoutContainers())).isFalse();
    }

    @Test
    void a_pod_without_containers_says_nothing() {
        var fresh = RunnerPod.of(aPod().withoutContainers().build());
        assertThat(fresh.isRunning()).isFalse();
        assertThat(fresh.hasEnded()).isFalse();
        assertThat(fresh.report()).isEmpty();
        assertThat(fresh.imageDigest()).isEmpty();
    }

    private static boolean mayHaveToldPlan(PodBuilders pod) {
        return RunnerPod.of(pod.build()).mayHaveToldPlan();
    }

    private static String lastWords(PodBuilders pod) {
        return RunnerPod.of(pod.build()).lastWords();
    }
}
