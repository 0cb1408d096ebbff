package dev.stillhouse.operator.claim;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Reads and writes the Leases of namespaces. Each write is a compare-and-set, so that of two releases one gets it. */
@ApplicationScoped
class ClaimActor {
    private static final Logger LOG = Logger.getLogger(ClaimActor.class);
    /** How soon to look again at a namespace that is not ours. */
    static final Duration PATIENCE = Duration.ofMinutes(1);
    /** How soon to look again where somebody else was quicker, or the API server did not answer. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final EventRecorder events;

    ClaimActor(KubernetesClient client, EventRecorder events) {
        this.client = client;
        this.events = events;
    }

    /** Finds out whose a namespace is, and makes it ours if it is nobody's. */
    Claim contest(String namespace, String release, Optional<Claim> known, Instant now) {
        var seen = known.flatMap(Claim::seen);
        try {
            var found = Optional.ofNullable(client.resources(Lease.class)
                    .inNamespace(namespace)
                    .withName(ClaimLeases.NAME)
                    .get());
            return switch (ClaimDecider.decide(found, release, seen, now)) {
                case ClaimDecision.Create create -> {
                    client.resource(ClaimLeases.create(namespace, release, now)).create();
                    yield ours(now);
                }
                case ClaimDecision.Take(var lease) -> {
                    client.resource(ClaimLeases.taken(lease, release, now))
                            .lockResourceVersion(lease.getMetadata().getResourceVersion())
                            .update();
                    yield ours(now);
                }
                case ClaimDecision.Respect(var holder, var until) -> {
                    var lease = found.orElseThrow();
                    tell(lease, holder, known, now);
                    yield new Claim.Theirs(holder, ClaimDecider.sighting(lease, seen, now), now.plus(PATIENCE));
                }
            };
        } catch (KubernetesClientException e) {
            return afterFailure(e, namespace, known, now);
        }
    }

    private static Claim ours(Instant now) {
        return new Claim.Ours(now, now.plus(ClaimLeases.DURATION));
    }

    private static Claim afterFailure(
            KubernetesClientException failure, String namespace, Optional<Claim> known, Instant now) {
        if (isLeaving(failure)) {
            return known.orElse(null) instanceof Claim.Theirs theirs
                    ? new Claim.Theirs(theirs.holder(), theirs.sighting(), now.plus(PATIENCE))
                    : new Claim.Leaving(now.plus(PATIENCE));
        }
        // One that was ours stays so until its end: nobody else takes it before.
        if (known.orElse(null) instanceof Claim.Ours ours && now.isBefore(ours.until())) {
            LOG.warnf(
                    "The claim to namespace %s was not renewed; it holds until %s: %s",
                    namespace, ours.until(), failure.getMessage());
            return ours;
        }
        if (failure.getCode() != HTTP_CONFLICT) {
            LOG.warnf(
                    "Nothing is done in namespace %s, as its Lease %s cannot be read or written: %s",
                    namespace, ClaimLeases.NAME, failure.getMessage());
        }
        return new Claim.Unknown(known.flatMap(Claim::seen), now.plus(MOMENT));
    }

    private void tell(Lease lease, String holder, Optional<Claim> known, Instant now) {
        if (known.orElse(null) instanceof Claim.Theirs before && before.holder().equals(holder)) {
            return;
        }
        var message =
                "%s works on this namespace, so this release does nothing in it. If that one is gone, delete the Lease %s or wait %d minutes; if both are there, let one of them watch other namespaces (Helm value watchNamespaces)."
                        .formatted(holder, ClaimLeases.NAME, ClaimLeases.DURATION.toMinutes());
        LOG.warnf("Namespace %s: %s", lease.getMetadata().getNamespace(), message);
        events.record(lease, Standing.stalled(Reason.ManagedElsewhere, message), holder, now);
    }

    /** Whether the namespace is on its way out, or gone. */
    private static boolean isLeaving(KubernetesClientException failure) {
        return failure.getCode() == HTTP_NOT_FOUND
                || Stream.ofNullable(failure.getStatus())
                        .map(status -> status.getDetails())
                        .filter(Objects::nonNull)
                        .map(StatusDetails::getCauses)
                        .flatMap(causes -> causes.stream())
                        .map(StatusCause::getReason)
                        .anyMatch("NamespaceTerminating"::equals);
    }
}
