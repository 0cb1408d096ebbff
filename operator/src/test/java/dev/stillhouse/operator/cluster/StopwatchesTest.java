package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How time is measured that has passed. */
class StopwatchesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Clock steady = new SteadyClock(Clock.fixed(NOON, ZoneOffset.UTC), nanos::get);
    private final Stopwatches watches = new Stopwatches(steady);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void the_steady_clock_goes_although_that_of_the_machine_is_held_back() {
        assertThat(steady.instant()).isEqualTo(NOON);
        pass(Duration.ofSeconds(90));
        assertThat(steady.instant()).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void it_begins_when_something_is_seen_first() {
        assertThat(watches.since("run", "pod a leaves")).isZero();
        pass(Duration.ofSeconds(5));
        assertThat(watches.since("run", "pod b leaves")).isZero();
        assertThat(watches.since("another", "pod a leaves")).isZero();
        pass(Duration.ofSeconds(5));
        assertThat(watches.since("run", "pod a leaves")).isEqualTo(Duration.ofSeconds(10));
        assertThat(watches.since("run", "pod b leaves")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void what_is_forgotten_begins_anew() {
        watches.since("run", "open");
        pass(Duration.ofSeconds(5));
        watches.forget("run");
        assertThat(watches.since("run", "open")).isZero();
    }
}
