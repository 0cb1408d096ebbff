package dev.stillhouse.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Durations as Kubernetes, Go and CEL write them: {@code 500ms}, {@code 10s}, {@code 1.5h}, {@code 1h30m}. They mean here
 * what the API server's rules understand, or a rule would let in one duration and the run would have another.
 */
public final class Durations {
    /** What the schema lets in: Go's grammar with the units that make sense for a run, and no sign. */
    public static final String PATTERN = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$";

    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|s|m|h)");

    private Durations() {}

    /** Reads what {@link #PATTERN} lets in; exact to the nanosecond, and what is finer is cut off, as in Go. */
    public static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration; write it like 500ms, 10s, 1.5h or 1h30m");
        }
        try {
            return Duration.ofNanos(PART.matcher(text)
                    .results()
                    .map(part -> nanos(part.group(1), part.group(2)))
                    .reduce(BigInteger.ZERO, BigInteger::add)
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is longer than a duration can be (292 years)", e);
        }
    }

    /**
     * Whole milliseconds, rounded up: for PostgreSQL 0 is no limit at all, so the shortest limit must not become 0.
     */
    public static long toMillis(Duration duration) {
        return up(duration, Duration.ofMillis(1));
    }

    /** Whole seconds, rounded up: what has less than a second is not over before it begins. */
    public static long toSeconds(Duration duration) {
        return up(duration, Duration.ofSeconds(1));
    }

    private static long up(Duration duration, Duration unit) {
        return duration.plus(unit).minusNanos(1).dividedBy(unit);
    }

    private static BigInteger nanos(String number, String unit) {
        return new BigDecimal(number)
                .multiply(BigDecimal.valueOf(one(unit).toNanos()))
                .setScale(0, RoundingMode.DOWN)
                .toBigIntegerExact();
    }

    private static Duration one(String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
    }
}
