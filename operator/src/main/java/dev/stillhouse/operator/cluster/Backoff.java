package dev.stillhouse.operator.cluster;

import java.time.Duration;

/** How long to wait before another attempt. */
public final class Backoff {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** Beyond this many doublings the longest wait is reached from any first wait worth the name. */
    private static final int DOUBLINGS = 20;

    private Backoff() {}

    /**
     * The wait after a failed attempt: {@code first} after attempt 1, doubled with each further one, at most 5 minutes
     * (or {@code first}, where that is longer).
     */
    public static Duration after(int attempt, Duration first) {
        var doubled = first.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS));
        var longest = first.compareTo(LONGEST) > 0 ? first : LONGEST;
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
