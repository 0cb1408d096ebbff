package dev.stillhouse.operator.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gauges that are shown of things which come and go. Not safe for several threads.
 *
 * @param <K> by what such a thing is known
 */
final class ShownGauges<K> {
    private final MeterRegistry registry;
    private final Map<K, Shown> shown = new HashMap<>();

    ShownGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One gauge to be. */
    record Row(Metric metric, Tags labels, double value) {}

    private record Shown(List<Row> rows, List<Meter> meters) {}

    /** Replaces what was shown of a thing; nothing is registered anew where all is as it was. */
    void show(K thing, List<Row> rows) {
        var before = shown.get(thing);
        if (before == null || !before.rows().equals(rows)) {
            forget(thing);
            shown.put(thing, new Shown(rows, rows.stream().map(this::register).toList()));
        }
    }

    /** Removes all that is shown of a thing. */
    void forget(K thing) {
        var gone = shown.remove(thing);
        if (gone != null) {
            gone.meters().forEach(registry::remove);
        }
    }

    private Meter register(Row row) {
        return row.metric().gauge(registry, row.labels(), row::value);
    }
}
