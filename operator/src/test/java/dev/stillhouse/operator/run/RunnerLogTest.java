package dev.stillhouse.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunnerLogTest {
    private static final String WORD =
            "{\"time\":\"2030-01-01T12:00:00Z\",\"phase\":\"apply\",\"message\":\"Step 1.\",\"done\":0}";

    private final Told told = Told.ofSize(20_000);
    private final RunnerLog log = new RunnerLog();

    private void hear(List<String> lines) {
        lines.forEach(log::hear);
    }

    private void assertThatThePlanIsThere() {
        assertThat(log.plan()).hasValueSatisfying(RunnerLogTest.this::assertThatItIsThePlan);
    }

    private void assertThatItIsThePlan(WholePlan plan) {
        assertThat(plan.part(0, plan.size())).isEqualTo(told.compressed());
    }

    @Test
    void a_plan_is_there_when_its_last_piece_was_heard() {
        var lines = told.lines();
        hear(lines.subList(0, lines.size() - 1));
        assertThat(log.plan()).isEmpty();
        hear(lines.subList(lines.size() - 1, lines.size()));
        assertThatThePlanIsThere();
    }

    @Test
    void what_stands_between_the_pieces_is_passed_over() {
        for (var line : told.lines()) {
            hear(List.of(WORD, "", "no JSON {", "[1]", "7", "{}", "{\"planChunk\":{}}", "{\"planChunk\":[]}", line));
        }
        assertThatThePlanIsThere();
    }

    @Test
    void a_plan_that_was_broken_off_is_none() {
        hear(told.lines().subList(1, told.lines().size()));
        log.end();
        assertThat(log.plan()).isEmpty();
        assertThat(log.planWithin(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void pieces_may_come_twice_and_in_any_order() {
        var lines = new ArrayList<>(told.lines());
        lines.addAll(told.lines().subList(0, 2));
        Collections.shuffle(lines, new Random(1));
        hear(lines);
        assertThatThePlanIsThere();
    }

    @Test
    void pieces_of_another_plan_are_not_mixed_in() {
        hear(Told.ofSize(20_001).lines().subList(0, 2));
        hear(told.lines());
        assertThatThePlanIsThere();
    }

    @Test
    void what_has_not_its_digest_is_no_plan() {
        var damaged = told.chunks().stream()
                .map(chunk -> new PlanChunk(chunk.number(), chunk.total(), "00ff", chunk.data()))
                .map(Told::line)
                .toList();
        hear(damaged);
        assertThat(log.plan()).isEmpty();
        hear(told.lines());
        assertThatThePlanIsThere();
    }

    @Test
    void what_no_runner_writes_is_passed_over() {
        var chunk = told.chunks().getFirst();
        hear(List.of(
                Told.line(new PlanChunk(0, 1, chunk.digest(), chunk.data())),
                Told.line(new PlanChunk(2, 1, chunk.digest(), chunk.data())),
                Told.line(new PlanChunk(1, Integer.MAX_VALUE, chunk.digest(), chunk.data())),
                Told.line(new PlanChunk(1, 1, chunk.digest(), "not base64")),
                Told.line(new PlanChunk(1, 1, chunk.digest(), chunk.data() + chunk.data()))));
        assertThat(log.plan()).isEmpty();
    }

    @Test
    void a_piece_of_a_plan_is_not_the_last_word() {
        hear(List.of(WORD));
        hear(told.lines());
        assertThat(log.latest().map(Progress::message)).contains("Step 1.");
    }

    @Test
    void each_word_and_a_whole_plan_are_news_once() {
        assertThat(log.hasNews()).isFalse();
        hear(List.of(WORD));
        assertThat(log.hasNews()).isTrue();
        hear(told.lines().subList(0, 2));
        assertThat(log.hasNews()).isFalse();
        hear(told.lines());
        assertThat(log.hasNews()).isTrue();
        assertThat(log.hasNews()).isFalse();
    }

    @Test
    void a_plan_that_was_dropped_does_not_come_back() {
        hear(told.lines());
        log.dropPlan();
        hear(told.lines());
        assertThat(List.of(log.plan(), log.planWithin(Duration.ZERO))).containsOnly(Optional.empty());
    }
}
