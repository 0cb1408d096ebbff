package dev.stillhouse.operator.cluster;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Writes Kubernetes events. An event's name is made of what it says, so that saying it again after a crash writes
 * nothing new; one that cannot be written is logged and never stops a reconciliation.
 */
@ApplicationScoped
public class EventRecorder {
    private static final Logger LOG = Logger.getLogger(EventRecorder.class);
    private static final int MAX_NAME = 253;
    private static final int MAX_MESSAGE = 1024;

    private final KubernetesClient client;

    public EventRecorder(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Writes the standing of a resource as an event about it.
     *
     * @param occasion what makes this event another one than an earlier one with the same standing, such as the run
     */
    public void record(HasMetadata about, Standing standing, String occasion, Instant now) {
        var meta = about.getMetadata();
        var identity = meta.getUid() + occasion + standing.reason() + standing.message();
        var name = Digests.shorten(meta.getName(), MAX_NAME - 70) + "."
                + Digests.sha256(identity).substring("sha256:".length());
        var time = Conditions.timestamp(now);
        var event = new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(meta.getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(meta.getNamespace())
                .withName(meta.getName())
                .withUid(meta.getUid())
                .endInvolvedObject()
                .withType(standing.isTrouble() ? "Warning" : "Normal")
                .withReason(standing.reason().name())
                .withMessage(cut(standing.message()))
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .withNewSource()
                .withComponent(Labels.STILLHOUSE)
                .endSource()
                .withReportingComponent(Labels.STILLHOUSE)
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            // A conflict: it was said already. Not found: the namespace is on its way out.
            if (e.getCode() != HTTP_CONFLICT && e.getCode() != HTTP_NOT_FOUND) {
                LOG.warnf("The event %s of %s could not be written: %s", standing.reason(), name, e.getMessage());
            }
        }
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
