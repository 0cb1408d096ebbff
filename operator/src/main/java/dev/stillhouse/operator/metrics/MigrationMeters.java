package dev.stillhouse.operator.metrics;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which counters are those of a DatabaseMigration: when it goes, they are not to be looked for among those of all others. */
@ApplicationScoped
class MigrationMeters {
    private final MeterRegistry registry;
    private final Map<ResourceID, Set<Meter>> meters = new HashMap<>();

    MigrationMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void add(ResourceID migration, Meter meter) {
        meters.computeIfAbsent(migration, id -> new HashSet<>()).add(meter);
    }

    synchronized void remove(ResourceID migration) {
        var gone = meters.remove(migration);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }
}
