package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A pod goes in the moment in which its node has told its end: what it said must not go with it. */
class LastWordsTest {
    private final MigrationRun run = aRun(1).pending().superseded().build();
    private final LastWords words = new LastWords();

    private void isGone(PodBuilders pod) {
        words.keep(run, pod.build());
    }

    private boolean areKnown(JobBuilders job) {
        return words.of(run, Optional.of(job.build())).findFirst().isPresent();
    }

    @Test
    void an_end_is_kept_until_the_run_is_over() {
        isGone(aPod().failedOnItsNode());
        assertThat(words.of(run, Optional.empty())).hasSize(1);
        words.forget(run);
        assertThat(words.of(run, Optional.empty())).isEmpty();
    }

    @Test
    void a_pod_that_no_node_took_has_come_to_its_end() {
        isGone(aPod().unscheduled().goneBy(NOON));
        assertThat(words.of(run, Optional.empty())).hasSize(1);
    }

    /** It was deleted by force, or its end was missed: what it did then nobody has told. */
    @Test
    void what_is_seen_of_a_pod_at_work_is_no_end() {
        isGone(aPod().runnerAtWork());
        isGone(aPod());
        assertThat(words.of(run, Optional.empty())).isEmpty();
    }

    @Test
    void a_later_pod_without_an_end_takes_the_word_of_the_one_before_away() {
        isGone(aPod().unscheduled().goneBy(NOON));
        isGone(aPod().runnerAtWork());
        assertThat(words.of(run, Optional.empty())).isEmpty();
    }

    @Test
    void they_count_where_no_other_pod_is_to_come() {
        isGone(aPod().failedOnItsNode());
        assertThat(areKnown(aJob().beingDeleted())).isTrue();
        assertThat(areKnown(aJob().failed("BackoffLimitExceeded", 1))).isTrue();
        assertThat(areKnown(aJob().suspended().changed(2))).isTrue();
        assertThat(areKnown(aJob().changed(3))).isFalse();
    }
}
