package dev.stillhouse.operator.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For how long this operator has seen things as they are. Where something is given up after a time, that time is measured
 * here: a time that another machine has written cannot be compared with ours, as no two clocks are alike. An operator that
 * has just begun to work has seen nothing yet, and so waits rather too long than too short.
 */
@ApplicationScoped
public class Stopwatches {
    private final Clock clock;
    private final Map<String, Map<String, Instant>> starts = new ConcurrentHashMap<>();

    public Stopwatches(@Steady Clock clock) {
        this.clock = clock;
    }

    /** For how long this has been seen of a resource; nothing at the first time. */
    public Duration since(String uid, String what) {
        var now = clock.instant();
        var start = starts.computeIfAbsent(uid, of -> new ConcurrentHashMap<>()).computeIfAbsent(what, first -> now);
        return Duration.between(start, now);
    }

    /** Nothing will be asked of the resource any more. */
    public void forget(String uid) {
        starts.remove(uid);
    }
}
