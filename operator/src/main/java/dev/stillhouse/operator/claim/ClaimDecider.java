package dev.stillhouse.operator.claim;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides whose a namespace is, from the Lease in it and what was seen of it before. */
final class ClaimDecider {
    private ClaimDecider() {}

    /**
     * @param found the Lease, if there is one
     * @param release who we are
     * @param seen how the Lease was seen last, if it was
     */
    static ClaimDecision decide(Optional<Lease> found, String release, Optional<Sighting> seen, Instant now) {
        if (found.isEmpty()) {
            return new ClaimDecision.Create();
        }
        var lease = found.get();
        var holder = holder(lease);
        if (holder.isEmpty() || holder.get().equals(release)) {
            return new ClaimDecision.Take(lease);
        }
        var end = sighting(lease, seen, now).since().plus(duration(lease));
        return now.isBefore(end) ? new ClaimDecision.Respect(holder.get(), end) : new ClaimDecision.Take(lease);
    }

    /** The Lease as it is seen now: since when, if it was seen like this before. */
    static Sighting sighting(Lease lease, Optional<Sighting> seen, Instant now) {
        var version = lease.getMetadata().getResourceVersion();
        return seen.filter(before -> before.version().equals(version)).orElse(new Sighting(version, now));
    }

    private static Optional<String> holder(Lease lease) {
        return Optional.ofNullable(lease.getSpec())
                .map(LeaseSpec::getHolderIdentity)
                .filter(holder -> !holder.isBlank());
    }

    private static Duration duration(Lease lease) {
        return Optional.ofNullable(lease.getSpec().getLeaseDurationSeconds())
                .map(Duration::ofSeconds)
                .orElse(ClaimLeases.DURATION);
    }
}
