package dev.stillhouse.operator.metrics;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PhaseTiming;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunRehearsal;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class RunMetricsTest {
    private final Scrape scrape = new Scrape();
    private final RunMetrics metrics = new RunMetrics(scrape.registry(), new MigrationMeters(scrape.registry()));

    private void count(RunBuilder run) {
        metrics.count(run.build(), run.build().getStatus());
    }

    private Stream<String> rows(String name) {
        return scrape.rows(name);
    }

    @Test
    void runs_are_counted_by_operation_and_result() {
        count(aRun(1).failed(Reason.LockTimeout));
        count(aRun(2).succeeded());
        count(aRun(3).succeeded());
        count(aRun(4).settling("orders-1").observed(0, "c3"));
        assertThat(rows("stillhouse_runs_total"))
                .containsExactlyInAnyOrder(
                        "stillhouse_runs_total{migration=\"orders\",namespace=\"shop\",operation=\"migrate\",reason=\"LockTimeout\",result=\"failed\"} 1.0",
                        "stillhouse_runs_total{migration=\"orders\",namespace=\"shop\",operation=\"migrate\",reason=\"Upgraded\",result=\"succeeded\"} 2.0",
                        "stillhouse_runs_total{migration=\"orders\",namespace=\"shop\",operation=\"observe\",reason=\"Observed\",result=\"succeeded\"} 1.0");
    }

    /** The status could not be written, so the run comes to its end again. */
    @Test
    void a_run_is_counted_once_however_often_its_end_has_to_be_written() {
        count(aRun(1).succeeded());
        count(aRun(1).succeeded());
        assertThat(rows("stillhouse_runs_total")).singleElement().asString().endsWith(" 1.0");
        metrics.forget(aRun(1).build());
        count(aRun(1).uid("another").succeeded());
        assertThat(rows("stillhouse_runs_total")).singleElement().asString().endsWith(" 2.0");
    }

    @Test
    void their_duration_is_from_being_taken_up_to_the_end() {
        count(aRun(1).succeeded().startedAt(NOON.minusSeconds(7)));
        assertThat(rows("stillhouse_run_duration_seconds_count"))
                .singleElement()
                .asString()
                .endsWith(" 1.0");
        assertThat(rows("stillhouse_run_duration_seconds_sum"))
                .singleElement()
                .asString()
                .endsWith(" 7.0");
    }

    @Test
    void their_phases_are_timed() {
        var timings = List.of(new PhaseTiming(Phase.OBSERVE, 250), new PhaseTiming(Phase.APPLY, 1500));
        count(aRun(1).succeeded().result(new RunResult(null, null, null, 0, null, null, null, null, null, timings)));
        assertThat(rows("stillhouse_run_phase_duration_seconds_sum"))
                .anyMatch(row -> row.contains("phase=\"observe\"") && row.endsWith(" 0.25"))
                .anyMatch(row -> row.contains("phase=\"apply\"") && row.endsWith(" 1.5"))
                .hasSize(2);
    }

    @Test
    void a_rehearsal_is_timed_like_any_phase() {
        var timings = List.of(new PhaseTiming(Phase.REHEARSE, 2500));
        count(aRun(1).succeeded().result(new RunResult(null, null, null, 0, null, null, null, null, null, timings)));
        assertThat(rows("stillhouse_run_phase_duration_seconds_sum"))
                .singleElement()
                .asString()
                .contains("phase=\"rehearse\"")
                .endsWith(" 2.5");
    }

    @Test
    void rehearsals_are_counted_by_what_they_have_shown() {
        count(aRun(1).succeeded().rehearsed(new RunRehearsal(RehearsalOutcome.Passed, List.of(), List.of())));
        count(aRun(2).failed(Reason.RehearsalFailed)
                .rehearsed(new RunRehearsal(RehearsalOutcome.Failed, List.of(), List.of())));
        count(aRun(3).succeeded());
        assertThat(rows("stillhouse_rehearsals_total"))
                .containsExactlyInAnyOrder(
                        "stillhouse_rehearsals_total{migration=\"orders\",namespace=\"shop\",outcome=\"failed\"} 1.0",
                        "stillhouse_rehearsals_total{migration=\"orders\",namespace=\"shop\",outcome=\"passed\"} 1.0");
    }

    @Test
    void times_are_those_of_a_namespace_however_many_migrations_it_has() {
        count(aRun(1).succeeded().startedAt(NOON.minusSeconds(7)));
        count(aRun(2).succeeded().startedAt(NOON.minusSeconds(8)));
        assertThat(rows("stillhouse_run_duration_seconds_count"))
                .containsExactly("stillhouse_run_duration_seconds_count{namespace=\"shop\",operation=\"migrate\"} 2.0");
        assertThat(rows("stillhouse_run_phase_duration_seconds")).noneMatch(row -> row.contains("migration="));
    }

    @Test
    void a_run_that_never_started_is_counted_all_the_same() {
        count(aRun(1).failed(Reason.ImagePullFailed).endedAt(null));
        assertThat(rows("stillhouse_runs_total")).hasSize(1);
        assertThat(rows("stillhouse_run_duration_seconds_count")).isEmpty();
    }
}
