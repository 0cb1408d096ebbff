package dev.stillhouse.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartChecksTest {
    private static Duration seconds(long number) {
        return Duration.ofSeconds(number);
    }

    @Test
    void a_pod_that_has_been_pending_for_long_is_asked_about_ever_less_often() {
        List<Long> looks = new ArrayList<>();
        for (var there = Duration.ZERO; there.compareTo(seconds(150)) < 0; ) {
            there = there.plus(StartChecks.next(there));
            looks.add(there.toSeconds());
        }
        assertThat(looks).containsExactly(15L, 18L, 24L, 36L, 60L, 90L, 120L, 150L);
    }

    @Test
    void events_are_asked_for_at_the_first_look_and_not_before() {
        assertThat(StartChecks.isDue(seconds(14))).isFalse();
        assertThat(StartChecks.isDue(seconds(15))).isTrue();
    }
}
