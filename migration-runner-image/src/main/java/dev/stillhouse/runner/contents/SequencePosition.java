package dev.stillhouse.runner.contents;

import java.util.Comparator;

/**
 * Where a sequence stands.
 *
 * @param called whether {@code value} has been given out
 */
public record SequencePosition(long value, boolean called) implements Comparable<SequencePosition> {
    private static final Comparator<SequencePosition> ORDER =
            Comparator.comparingLong(SequencePosition::value).thenComparing(SequencePosition::called);

    @Override
    public int compareTo(SequencePosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return value + (called ? "" : " (not given out yet)");
    }
}
