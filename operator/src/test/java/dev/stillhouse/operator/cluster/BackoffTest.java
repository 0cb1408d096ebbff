package dev.stillhouse.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "4, 80", "5, 160", "6, 300", "7, 300", "100, 300"})
    void it_doubles_up_to_five_minutes(int attempt, int seconds) {
        assertThat(Backoff.after(attempt, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void a_longer_first_wait_is_kept() {
        assertThat(Backoff.after(1, Duration.ofMinutes(20))).isEqualTo(Duration.ofMinutes(20));
        assertThat(Backoff.after(9, Duration.ofMinutes(20))).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void no_wait_stays_no_wait() {
        assertThat(Backoff.after(50, Duration.ZERO)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.001S", "PT1S", "PT10S", "PT299S", "PT300S", "PT301S", "PT1000H"})
    void it_never_shrinks_and_never_exceeds_the_longest(Duration first) {
        var longest = first.compareTo(FIVE_MINUTES) > 0 ? first : FIVE_MINUTES;
        var waits = IntStream.rangeClosed(1, 100)
                .mapToObj(attempt -> Backoff.after(attempt, first))
                .toList();
        assertThat(waits).isSorted().allMatch(wait -> wait.compareTo(longest) <= 0);
        assertThat(waits).first().isEqualTo(first);
    }
}
