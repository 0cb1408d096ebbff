package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.run.Stop.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockWaitTest {
    private static Duration patience(Duration left) {
        return LockWait.end(Deadline.in(left)).remaining();
    }

    @Test
    void waitsForItsTurnForAsLongAsTheRunHasTimeAndThenSaysSo() {
        assertThat(patience(Duration.ofHours(1))).isBetween(Duration.ofMinutes(59), Duration.ofSeconds(3590));
    }

    @Test
    void keepsLittleOfAShortTime() {
        assertThat(patience(Duration.ofSeconds(20))).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
        assertThat(patience(Duration.ZERO)).isZero();
    }
}
