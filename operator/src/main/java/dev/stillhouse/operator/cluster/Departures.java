package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.function.Consumer;

/**
 * Tells of primary resources that are gone, for what is kept in memory about them. Without a finalizer, which would cost
 * a write for each resource, a reconciler never hears of a deletion; the SDK's option to be called for it is lost on the
 * way through its Quarkus extension (7.7.3).
 */
public final class Departures<R extends HasMetadata> extends SimpleInboundEventSource<R>
        implements ResourceEventAware<R> {
    private final Consumer<R> forget;

    public Departures(Consumer<R> forget) {
        super("departures");
        this.forget = forget;
    }

    @Override
    public void onResourceDeleted(R resource) {
        forget.accept(resource);
    }
}
