package dev.stillhouse.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose turn it is. Each in its order is let in where all that it needs has room. Who finds something full does not keep
 * those behind from what is free, but for the first of them: for that one a place is kept wherever one is free, as it would
 * otherwise wait for as long as its namespace and its server never had room in the same moment.
 *
 * @param atWork those that were launched, or are about to be
 * @param waiting those that could be launched, in any order
 */
record WaitingLine(Collection<Place> atWork, Collection<Place> waiting, RunLimits limits) {
    /** The turn of each that waits, by its uid. */
    Map<String, Turn> turns() {
        var taken = new RunCounts();
        atWork.forEach(taken::add);
        var behind = new RunCounts();
        var isFirst = true;
        var turns = new HashMap<String, Turn>();
        for (var run : inOrder()) {
            var full = taken.full(run, limits);
            if (full.isEmpty()) {
                turns.put(run.uid(), Turn.now());
                taken.add(run);
                continue;
            }
            turns.put(run.uid(), new Turn.Later(full.get(), limits.of(full.get()), behind.of(full.get(), run)));
            behind.add(run);
            if (isFirst) {
                taken.add(run);
                isFirst = false;
            }
        }
        return turns;
    }

    /** How long the one has waited that has waited the longest; zero if none waits, or not yet in earnest. */
    Duration longestWait(Instant now) {
        return waiting.stream()
                .map(place -> Duration.between(place.since(), now))
                .filter(Duration::isPositive)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private List<Place> inOrder() {
        return waiting.stream().sorted(Place.ORDER).toList();
    }
}
