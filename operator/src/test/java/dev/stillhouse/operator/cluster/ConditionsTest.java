package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Standing WORKING = Standing.reconciling(Reason.Running, "Step 1 of 3.");
    private static final Standing DONE = Standing.ready(Reason.Upgraded, "At c3.");

    private static Condition condition(List<Condition> conditions, ConditionType type) {
        return Conditions.find(conditions, type).orElseThrow();
    }

    @Test
    void every_type_is_there_true_or_false() {
        assertThat(Conditions.of(WORKING, 3L, null, NOON))
                .extracting(Condition::getType, Condition::getStatus)
                .containsExactly(
                        tuple("Ready", "False"),
                        tuple("Reconciling", "True"),
                        tuple("Stalled", "False"),
                        tuple("AwaitingApproval", "False"),
                        tuple("Drifted", "False"));
    }

    @Test
    void the_message_stands_in_the_one_that_it_is_about() {
        assertThat(Conditions.of(WORKING, 3L, null, NOON))
                .extracting(Condition::getType, Condition::getReason, Condition::getMessage)
                .containsExactly(
                        tuple("Ready", "Running", "It is not ready. See the condition Reconciling."),
                        tuple("Reconciling", "Running", "Step 1 of 3."),
                        tuple("Stalled", "NotStalled", "It is not stalled."),
                        tuple("AwaitingApproval", "NoApprovalNeeded", "No plan waits for an approval."),
                        tuple("Drifted", "NoDrift", "Nobody else is known to have moved the database."));
    }

    @Test
    void what_is_idle_on_purpose_says_so_in_ready() {
        var idle = Conditions.of(Standing.idle(Reason.Suspended, "spec.suspend is set."), 3L, null, NOON);
        assertThat(condition(idle, ConditionType.Ready).getReason()).isEqualTo("Suspended");
        assertThat(condition(idle, ConditionType.Ready).getMessage()).isEqualTo("spec.suspend is set.");
        assertThat(idle).extracting(Condition::getMessage).doesNotHaveDuplicates();
    }

    @Test
    void each_says_why_and_of_which_generation_it_speaks() {
        assertThat(Conditions.of(WORKING, 3L, null, NOON)).allSatisfy(condition -> {
            assertThat(condition.getReason()).matches("[A-Z][A-Za-z]+");
            assertThat(condition.getMessage()).isNotBlank();
            assertThat(condition.getObservedGeneration()).isEqualTo(3);
            assertThat(condition.getLastTransitionTime()).isEqualTo("2030-01-01T12:00:00Z");
        });
    }

    @Test
    void a_transition_time_moves_only_when_the_status_flips() {
        var before = Conditions.of(WORKING, 3L, null, NOON);
        var after = Conditions.of(DONE, 4L, before, secondsLater(60));
        assertThat(condition(after, ConditionType.Ready).getLastTransitionTime())
                .isEqualTo("2030-01-01T12:01:00Z");
        assertThat(condition(after, ConditionType.Reconciling).getLastTransitionTime())
                .isEqualTo("2030-01-01T12:01:00Z");
        assertThat(condition(after, ConditionType.Stalled).getLastTransitionTime())
                .isEqualTo("2030-01-01T12:00:00Z");
    }

    @Test
    void another_reason_and_message_are_no_flip() {
        var before = Conditions.of(Standing.reconciling(Reason.Starting, "Soon."), 3L, null, NOON);
        var after = Conditions.of(WORKING, 3L, before, secondsLater(60));
        assertThat(condition(after, ConditionType.Reconciling).getReason()).isEqualTo("Running");
        assertThat(condition(after, ConditionType.Reconciling).getLastTransitionTime())
                .isEqualTo("2030-01-01T12:00:00Z");
    }

    @Test
    void the_same_standing_later_gives_equal_conditions() {
        var before = Conditions.of(WORKING, 3L, null, NOON);
        assertThat(Conditions.of(WORKING, 3L, before, secondsLater(60))).isEqualTo(before);
    }

    @Test
    void the_old_conditions_are_left_as_they_were() {
        var before = List.copyOf(Conditions.of(WORKING, 3L, null, NOON));
        Conditions.of(DONE, 4L, before, secondsLater(60));
        assertThat(before).isEqualTo(Conditions.of(WORKING, 3L, null, NOON));
    }

    @Test
    void conditions_of_other_writers_do_not_confuse_it() {
        var strange = new Condition();
        strange.setType("Weather");
        strange.setStatus("True");
        assertThat(Conditions.of(WORKING, 3L, List.of(strange), NOON)).doesNotContain(strange);
        assertThat(Conditions.isNews(List.of(strange), Conditions.of(WORKING, 3L, null, NOON)))
                .isTrue();
    }

    @Test
    void another_status_or_reason_is_news_and_another_message_is_not() {
        var before = Conditions.of(WORKING, 3L, null, NOON);
        assertThat(Conditions.isNews(null, before)).isTrue();
        assertThat(Conditions.isNews(before, before)).isFalse();
        var nextStep = Standing.reconciling(Reason.Running, "Step 2 of 3.");
        assertThat(Conditions.isNews(before, Conditions.of(nextStep, 4L, before, secondsLater(60))))
                .isFalse();
        var stuck = Standing.reconciling(Reason.ImagePullFailed, "No such image.");
        assertThat(Conditions.isNews(before, Conditions.of(stuck, 3L, before, NOON)))
                .isTrue();
        assertThat(Conditions.isNews(before, Conditions.of(DONE, 3L, before, NOON)))
                .isTrue();
    }

    @Test
    void times_are_written_in_whole_seconds() {
        assertThat(Conditions.timestamp(Instant.parse("2030-01-01T12:00:00.987654Z")))
                .isEqualTo("2030-01-01T12:00:00Z");
    }

    /** A status that is written again as it was may have them. */
    @Test
    void a_type_that_only_another_version_knows_can_be_compared() {
        var future =
                new ConditionBuilder().withType("Pondering").withStatus("True").build();
        assertThat(Conditions.isNews(List.of(future), List.of(future))).isFalse();
        assertThat(Conditions.isNews(List.of(), List.of(future))).isTrue();
    }
}
