package dev.stillhouse.operator.run;

import java.time.Duration;

/**
 * How soon to look again at a pod that does not start. What is wrong stands in its status, which comes by itself, or else
 * only in events, which have to be asked for: the API server then reads all events of the namespace. A pod that starts
 * normally is not asked about.
 */
final class StartChecks {
    /** A pod has usually started by then, or its status says why not. */
    static final Duration FIRST = Duration.ofSeconds(15);

    private static final Duration SHORTEST = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private StartChecks() {}

    static boolean isDue(Duration there) {
        return there.compareTo(FIRST) >= 0;
    }

    /** After 15, 18, 24, 36 and 60 seconds, and from then on every 30. */
    static Duration next(Duration there) {
        if (there.compareTo(FIRST) < 0) {
            return FIRST.minus(there);
        }
        return min(there.minus(FIRST).plus(SHORTEST), LONGEST);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
