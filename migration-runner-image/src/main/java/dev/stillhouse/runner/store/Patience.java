package dev.stillhouse.runner.store;

import java.time.Duration;

/**
 * How long an object store may take.
 *
 * @param connect until a connection is made
 * @param silence between two pieces of an answer
 * @param attempt for one attempt of a request without much data; three are made
 */
record Patience(Duration connect, Duration silence, Duration attempt) {
    /** Bytes per second below which an attempt is given up. */
    private static final long SLOWEST = 256 << 10;

    static final int ATTEMPTS = 3;
    static final Patience USUAL = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(15));

    Duration allAttempts() {
        return attempt.multipliedBy(ATTEMPTS);
    }

    /** With so many bytes to send, or to put together on the other side. */
    Patience withData(long bytes) {
        return new Patience(connect, silence, attempt.plusSeconds(bytes / SLOWEST));
    }
}
