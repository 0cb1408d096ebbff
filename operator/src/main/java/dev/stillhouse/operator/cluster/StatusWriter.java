package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Writes what a reconciler has to say of its resource, where that is new, to that very resource ({@link StatusPatch}).
 * Definitions that are older than the operator do not know all fields; the API server leaves those out, so that the rest,
 * the end of a run above all, is on record.
 *
 * <p>The framework takes what a write returns for the newest state, and every event up to there for an echo of the write. A
 * change by somebody else that came just before the write is in what it returns, though nobody has looked at it yet: the
 * resource is looked at again then.
 */
@ApplicationScoped
public class StatusWriter {
    private static final Logger LOG = Logger.getLogger(StatusWriter.class);

    private static final MeaningfulUpdate MEANINGFUL = new MeaningfulUpdate();

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<Class<?>, SimpleInboundEventSource<?>> overtaken = new ConcurrentHashMap<>();

    /** Tells the reconciler of this kind, once it is started with it, what changed in the moment of a write. */
    public <R extends CustomResource<?, ?>> EventSource<Void, R> overtaken(Class<R> kind) {
        var source = new SimpleInboundEventSource<R>("overtaken");
        overtaken.put(kind, source);
        return source;
    }

    public <S, R extends CustomResource<?, S>> UpdateControl<R> write(Context<R> context, R original, S status) {
        patch(context, original, status);
        return UpdateControl.noUpdate();
    }

    /** The same after something went wrong. */
    public <S, R extends CustomResource<?, S>> ErrorStatusUpdateControl<R> writeHindered(
            Context<R> context, R original, S status) {
        try {
            patch(context, original, status);
        } catch (KubernetesClientException e) {
            // What went wrong first is told by the caller, and tried again.
            LOG.warnf(
                    "The status of %s %s cannot be written: %s",
                    original.getKind(), original.getMetadata().getName(), e.getMessage());
        }
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    /** The cache has what was written before the next look at the resource, and no event comes back of it. */
    private <S, R extends CustomResource<?, S>> void patch(Context<R> context, R original, S status) {
        if (status.equals(original.getStatus())) {
            return;
        }
        var patch = new StatusPatch<>(context.getClient(), original, status);
        try {
            var written = context.resourceOperations()
                    .resourcePatch(
                            original,
                            resource -> patch.apply(),
                            context.eventSourceRetriever().getControllerEventSource());
            tellWhatIsLeftOut(original, status, written.getStatus());
            if (MEANINGFUL.accept(written, original)) {
                lookAgain(written);
            }
        } catch (KubernetesClientException e) {
            if (!patch.isTooLate(e)) {
                throw e;
            }
        }
    }

    private void lookAgain(CustomResource<?, ?> changed) {
        var source = Objects.requireNonNull(overtaken.get(changed.getClass()), "the reconciler must have this source");
        source.propagateEvent(ResourceID.fromResource(changed));
    }

    private void tellWhatIsLeftOut(CustomResource<?, ?> resource, Object sent, Object kept) {
        if (sent.equals(kept)) {
            return;
        }
        var missing = LeftOut.of(sent, kept);
        if (!missing.isEmpty() && told.add(resource.getKind() + missing)) {
            LOG.errorf(
                    "status.%s of a %s is not recorded, as the definitions (CRDs) in the cluster do not have it: they are older than this operator. Apply those of its version.",
                    String.join(", status.", missing), resource.getKind());
        }
    }
}
