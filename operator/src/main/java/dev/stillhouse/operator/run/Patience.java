package dev.stillhouse.operator.run;

import java.time.Duration;

/**
 * How long it is waited for what may never come.
 *
 * @param silence after which a connection counts as dead, and another one goes on where it stopped. It is shorter than the
 *     time after which load balancers drop a connection without a word.
 * @param lastLines what a log that is followed has still to tell when its runner has ended
 * @param reading the log of a runner that has ended; it comes at once, if its node answers
 * @param plan all of that, and the turn to read
 */
record Patience(Duration silence, Duration lastLines, Duration reading, Duration plan) {
    static final Patience USUAL =
            new Patience(Duration.ofMinutes(2), Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMinutes(1));
}
