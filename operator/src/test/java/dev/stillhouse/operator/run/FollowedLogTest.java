package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowedLogTest {
    private final LogServer server = new LogServer();
    private final AtomicInteger woken = new AtomicInteger();
    private final PlanBudget budget = new PlanBudget(1_000_000);
    private final Pod pod = aPod().runnerAtWork().build();
    private final FollowedLog log = new FollowedLog(
            pod,
            new FollowedLog.Shared(
                    (of, from, hear, ended) -> LogStream.open(server.client(), of, from, hear, ended),
                    budget,
                    new Semaphore(1),
                    Patience.USUAL),
            woken::incrementAndGet);

    @AfterEach
    void close() {
        log.close();
        server.close();
    }

    private static String word(int second) {
        return "{\"time\":\"2030-01-01T12:00:0%dZ\",\"phase\":\"apply\",\"message\":\"Step %d.\"}"
                .formatted(second, second);
    }

    /** Or else each look at a run for another reason would write its progress. */
    @Test
    void a_word_is_told_when_it_is_its_turn() {
        server.hasAndStays(List.of(word(1), word(2)));
        log.follow(LogStart.BEGINNING);
        await().until(() -> log.waiting().isPresent());
        assertThat(log.latest()).isEmpty();
        assertThat(woken).hasValue(0);

        log.tell();
        await().untilAsserted(() -> {
            log.tell();
            assertThat(log.latest().map(Progress::message)).contains("Step 2.");
        });
        assertThat(log.waiting()).isEmpty();
        assertThat(woken).hasPositiveValue();
    }

    @Test
    void a_whole_plan_waits_for_no_turn() {
        server.hasAndStays(Told.ofSize(20_000).lines());
        log.follow(LogStart.BEGINNING);
        await().untilAsserted(() -> assertThat(woken).hasValue(1));
        assertThat(log.plan()).isInstanceOf(HeardPlan.Whole.class);
    }

    @Test
    void what_is_closed_holds_no_memory() {
        server.has(Told.ofSize(20_000).lines());
        await().until(() -> log.finalPlan() instanceof HeardPlan.Whole);
        assertThat(budget.taken()).isEqualTo(20_000);
        log.close();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void what_is_closed_while_it_is_being_opened_does_not_come_back() {
        server.hasAndStays(Told.ofSize(20_000).lines());
        log.follow(LogStart.BEGINNING);
        log.close();
        log.follow(LogStart.BEGINNING);
        await().during(Duration.ofMillis(300)).until(() -> budget.taken() == 0);
        assertThat(server.queries()).hasSizeLessThanOrEqualTo(1);
    }
}
