package dev.stillhouse.operator.run;

import dev.stillhouse.operator.run.RunLimits.Scope;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts runs by what they share. */
final class RunCounts {
    private final Map<Scope, Map<String, Integer>> counts = new EnumMap<>(Scope.class);

    void add(Place run) {
        for (var scope : Scope.values()) {
            run.key(scope)
                    .ifPresent(key -> counts.computeIfAbsent(scope, any -> new HashMap<>())
                            .merge(key, 1, Integer::sum));
        }
    }

    /** How many there are that share this with a run. */
    int of(Scope scope, Place run) {
        return run.key(scope)
                .map(key -> counts.getOrDefault(scope, Map.of()).getOrDefault(key, 0))
                .orElse(0);
    }

    /** What leaves no room for one more such run, if anything does. */
    Optional<Scope> full(Place run, RunLimits limits) {
        return Stream.of(Scope.values())
                .filter(scope ->
                        limits.of(scope) > 0 && run.key(scope).isPresent() && of(scope, run) >= limits.of(scope))
                .findFirst();
    }
}
