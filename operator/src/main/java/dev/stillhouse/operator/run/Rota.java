package dev.stillhouse.operator.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Whose news is told in this second. All runs share one budget of writes: with few at work each is told every second, with
 * 500 that all have something to say every 25 seconds, and one that is silent takes nobody's turn.
 */
final class Rota {
    /** A write costs the cluster some 20 ms of CPU, so that this is less than half a core. */
    static final int PER_SECOND = 20;

    private Rota() {}

    /** @param toldAt when it was its turn last, from any beginning */
    record Waiting<T>(T who, long toldAt) {}

    /** Those that have waited longest. */
    static <T> List<T> next(Collection<Waiting<T>> waiting) {
        return waiting.stream()
                .sorted(Comparator.comparingLong(Waiting::toldAt))
                .limit(PER_SECOND)
                .map(Waiting::who)
                .toList();
    }
}
