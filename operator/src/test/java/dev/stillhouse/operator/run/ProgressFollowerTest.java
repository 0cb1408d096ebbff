package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressFollowerTest {
    private static final String FROM_THE_BEGINNING = "container=runner&follow=true";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final LogServer server = new LogServer();
    private final MigrationRun starting = aRun(1).pending().build();
    private final MigrationRun running = aRun(1).running().build();
    private final Pod pod =
            aPod().reported(ReportBuilder.awaitingApproval().build()).build();
    private final Told told = Told.ofSize(20_000);
    private ProgressFollower progress = new ProgressFollower(server.client(), patience(LONG, LONG), 1_000_000, 2);

    private static Patience patience(Duration silence, Duration rest) {
        return new Patience(silence, rest, rest, rest);
    }

    private void create(Patience patience, long plans, int seats) {
        progress.close();
        progress = new ProgressFollower(server.client(), patience, plans, seats);
    }

    @AfterEach
    void close() {
        progress.close();
        server.close();
    }

    private static String word(int second, String message) {
        return "{\"time\":\"2030-01-01T12:00:%02d.500Z\",\"phase\":\"apply\",\"message\":\"%s\"}"
                .formatted(second, message);
    }

    private HeardPlan awaitPlan() {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> progress.finalPlan(running, pod), plan -> !(plan instanceof HeardPlan.Awaited));
    }

    private void assertThatThePlanIsThere(HeardPlan heard) {
        assertThat(heard)
                .isInstanceOfSatisfying(
                        HeardPlan.Whole.class,
                        whole -> assertThat(whole.plan().part(0, whole.plan().size()))
                                .isEqualTo(told.compressed()));
    }

    private void awaitWord(String message) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(progress.latest(running).map(Progress::message))
                        .contains(message));
    }

    @Test
    void a_log_whose_connection_was_lost_is_followed_on_from_where_it_was_heard() {
        server.has(List.of(word(1, "Step 1."))).hasAndStays(List.of(word(1, "Step 1."), word(2, "Step 2.")));
        progress.follow(starting, pod);
        awaitWord("Step 1.");
        progress.follow(running, pod);
        awaitWord("Step 2.");
        assertThat(server.queries())
                .containsExactly(FROM_THE_BEGINNING, FROM_THE_BEGINNING + "&sinceTime=2030-01-01T12:00:01Z");
    }

    @Test
    void a_log_that_was_refused_is_asked_for_again() {
        server.refuses(403).hasAndStays(List.of(word(1, "Step 1.")));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            progress.follow(starting, pod);
            assertThat(progress.latest(running)).isPresent();
        });
    }

    @Test
    void a_connection_that_is_silent_for_long_is_taken_for_dead() {
        create(patience(SHORT, LONG), 1_000_000, 2);
        server.hasAndStays(List.of(word(1, "Step 1."))).hasAndStays(List.of(word(2, "Step 2.")));
        progress.follow(starting, pod);
        awaitWord("Step 1.");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            progress.follow(running, pod);
            assertThat(server.queries()).hasSizeGreaterThan(1);
        });
    }

    @Test
    void a_log_that_is_being_followed_is_not_followed_twice() {
        server.hasAndStays(List.of(word(1, "Step 1.")));
        progress.follow(starting, pod);
        awaitWord("Step 1.");
        progress.follow(running, pod);
        assertThat(server.queries()).hasSize(1);
    }

    @Test
    void a_leader_that_takes_over_asks_for_the_last_words_only() {
        server.hasAndStays(List.of(word(1, "Step 7."), "2030-01-01T12:00:01.500Z apply: Step 7."));
        progress.follow(running, pod);
        awaitWord("Step 7.");
        assertThat(server.queries()).containsExactly(FROM_THE_BEGINNING + "&tailLines=100");
    }

    @Test
    void a_leader_that_finds_no_word_in_the_last_lines_reads_all_of_them_once() {
        create(patience(LONG, SHORT), 1_000_000, 2);
        server.hasAndStays(List.of("what a project prints"))
                .hasAndStays(List.of(word(1, "Step 7."), "what a project prints"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            progress.follow(running, pod);
            assertThat(progress.latest(running).map(Progress::message)).contains("Step 7.");
        });
        progress.follow(running, pod);
        assertThat(server.queries()).containsExactly(FROM_THE_BEGINNING + "&tailLines=100", FROM_THE_BEGINNING);
    }

    /** Its project works in silence, and what was said before is on the node no more. */
    @Test
    void a_log_without_any_word_is_not_read_from_its_beginning_over_and_over() {
        create(patience(SHORT.multipliedBy(2), SHORT), 1_000_000, 2);
        for (int i = 0; i < 5; i++) {
            server.hasAndStays(List.of());
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            progress.follow(running, pod);
            return server.queries().size() == 5;
        });
        assertThat(server.queries()).filteredOn(FROM_THE_BEGINNING::equals).hasSize(1);
    }

    @Test
    void the_plan_of_a_run_that_nobody_followed_is_read_at_its_end() {
        server.has(told.lines());
        assertThat(progress.finalPlan(running, pod)).isEqualTo(new HeardPlan.Awaited());
        assertThatThePlanIsThere(awaitPlan());
    }

    @Test
    void a_plan_that_was_not_heard_whole_is_read_once_more() {
        server.has(told.lines().subList(0, 2)).has(told.lines());
        progress.follow(starting, pod);
        assertThatThePlanIsThere(awaitPlan());
    }

    @Test
    void a_log_without_a_plan_has_none() {
        server.has(told.lines().subList(0, 2));
        assertThat(awaitPlan()).isEqualTo(new HeardPlan.None());
    }

    @Test
    void a_log_that_cannot_be_had_says_why() {
        server.refuses(404);
        assertThat(awaitPlan()).isEqualTo(new HeardPlan.Lost("the log of the run's pod could not be read: HTTP 404."));
    }

    /** Its node does not answer: nobody waits for it, and the run comes to its end. */
    @Test
    void a_log_that_does_not_come_is_given_up() {
        create(patience(LONG, SHORT), 1_000_000, 2);
        server.hasAndStays(List.of());
        assertThat(awaitPlan())
                .isEqualTo(new HeardPlan.Lost(
                        "the log of the run's pod could not be read: it did not come within 0 seconds."));
    }

    @Test
    void no_more_logs_are_read_at_once_than_there_are_seats() {
        create(patience(LONG, LONG), 1_000_000, 1);
        server.hasAndStays(List.of()).has(told.lines());
        progress.finalPlan(aRun(2).running().build(), pod);
        await().until(() -> server.queries().size() == 1);
        assertThat(progress.finalPlan(running, pod)).isEqualTo(new HeardPlan.Awaited());
        assertThat(server.queries()).hasSize(1);
        progress.forget(aRun(2).running().build());
        assertThatThePlanIsThere(awaitPlan());
    }

    @Test
    void a_plan_for_which_there_is_no_room_is_read_when_there_is() {
        create(patience(LONG, LONG), 30_000, 2);
        var other = aRun(2).running().build();
        server.has(told.lines());
        await().until(() -> progress.finalPlan(other, pod) instanceof HeardPlan.Whole);
        server.has(told.lines());
        assertThat(progress.finalPlan(running, pod)).isEqualTo(new HeardPlan.Awaited());
        await().until(() -> server.queries().size() == 2);
        assertThat(progress.finalPlan(running, pod)).isEqualTo(new HeardPlan.Awaited());

        progress.dropPlan(other);
        for (int i = 0; i < 5; i++) {
            server.has(told.lines());
        }
        assertThatThePlanIsThere(awaitPlan());
    }

    @Test
    void a_plan_that_is_of_no_use_is_not_read_again() {
        server.has(told.lines()).has(told.lines());
        assertThatThePlanIsThere(awaitPlan());
        progress.dropPlan(running);
        assertThat(progress.finalPlan(running, pod)).isEqualTo(new HeardPlan.None());
        assertThat(server.queries()).hasSize(1);
    }
}
