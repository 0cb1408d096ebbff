package dev.stillhouse.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.PlanChunk;
import dev.stillhouse.report.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunnerLogTest {
    private static final String WORD =
            "{\"time\":\"2030-01-01T12:00:00Z\",\"phase\":\"apply\",\"message\":\"Step 1.\",\"done\":0}";

    private static final HeardPlan NONE = new HeardPlan.None();

    private final Told told = Told.ofSize(20_000);
    private final PlanBudget budget = new PlanBudget(1_000_000);
    private final RunnerLog log = new RunnerLog(budget);

    private void hear(List<String> lines) {
        lines.forEach(log::hear);
    }

    private void assertThatThePlanIsThere() {
        assertThat(log.plan())
                .isInstanceOfSatisfying(HeardPlan.Whole.class, whole -> assertThatItIsThePlan(whole.plan()));
    }

    private void assertThatItIsThePlan(WholePlan plan) {
        assertThat(plan.part(0, plan.size())).isEqualTo(told.compressed());
    }

    @Test
    void a_plan_is_there_when_its_last_piece_was_heard() {
        var lines = told.lines();
        hear(lines.subList(0, lines.size() - 1));
        assertThat(log.plan()).isEqualTo(NONE);
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
        assertThat(log.plan()).isEqualTo(NONE);
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
        assertThat(log.plan()).isEqualTo(NONE);
        hear(told.lines());
        assertThatThePlanIsThere();
    }

    @Test
    void what_no_runner_writes_is_passed_over() {
        var chunk = told.chunks().getFirst();
        hear(List.of(
                Told.line(new PlanChunk(0, 1, chunk.digest(), chunk.data())),
                Told.line(new PlanChunk(2, 1, chunk.digest(), chunk.data())),
                Told.line(new PlanChunk(1, 1, chunk.digest(), "not base64")),
                Told.line(new PlanChunk(1, 1, chunk.digest(), chunk.data() + chunk.data()))));
        assertThat(log.plan()).isEqualTo(NONE);
    }

    @Test
    void a_piece_of_a_plan_is_not_the_last_word() {
        hear(List.of(WORD));
        hear(told.lines());
        assertThat(log.latest().map(Progress::message)).contains("Step 1.");
    }

    @Test
    void each_word_is_news_once() {
        assertThat(log.takeNews()).isFalse();
        hear(List.of(WORD));
        assertThat(log.takeNews()).isTrue();
        hear(List.of(WORD));
        assertThat(log.takeNews()).isFalse();
    }

    @Test
    void the_last_piece_tells_that_the_plan_is_there() {
        var lines = told.lines();
        lines.subList(0, lines.size() - 1)
                .forEach(line -> assertThat(log.hear(line)).isFalse());
        assertThat(log.hear(lines.getLast())).isTrue();
        assertThat(log.hear(lines.getLast())).isFalse();
    }

    /** What was read before a connection was lost may come once more. */
    @Test
    void an_older_word_is_passed_over() {
        hear(List.of(WORD.replace("12:00:00Z", "12:00:00.700Z").replace("Step 1", "Step 2"), WORD));
        assertThat(log.latest().map(Progress::message)).contains("Step 2.");
    }

    @Test
    void a_plan_that_was_dropped_does_not_come_back() {
        hear(told.lines());
        log.dropPlan();
        hear(told.lines());
        assertThat(log.plan()).isEqualTo(NONE);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void a_plan_that_is_too_large_is_not_held() {
        var chunk = told.chunks().getFirst();
        hear(List.of(Told.line(new PlanChunk(1, 2000, chunk.digest(), chunk.data()))));
        assertThat(log.plan())
                .isEqualTo(
                        new HeardPlan.Lost(
                                "it has some 12 MiB, compressed, and no more than 8 MiB are kept. It is in the log of the run's pod, as long as that is there."));
        assertThat(budget.taken()).isZero();
    }

    @Test
    void the_largest_plan_that_is_kept_is_held() {
        var large = Told.ofSize(PlanAssembly.MAX_BYTES);
        var roomy = new RunnerLog(new PlanBudget(PlanAssembly.MAX_BYTES));
        large.lines().forEach(roomy::hear);
        assertThat(roomy.plan()).isInstanceOf(HeardPlan.Whole.class);
    }

    @Test
    void a_plan_for_which_there_is_no_room_takes_none() {
        var tight = new PlanBudget(10_000);
        var crowded = new RunnerLog(tight);
        told.lines().forEach(crowded::hear);
        assertThat(crowded.plan()).isEqualTo(NONE);
        assertThat(crowded.isPlanCrowdedOut()).isTrue();
        assertThat(tight.taken()).isZero();
    }
}
