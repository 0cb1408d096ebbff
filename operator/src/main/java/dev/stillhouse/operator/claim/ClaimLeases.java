package dev.stillhouse.operator.claim;

import dev.stillhouse.operator.cluster.Labels;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The Leases that say whose a namespace is. */
final class ClaimLeases {
    /** The same in every namespace and for every release: whoever works there has to write it. */
    static final String NAME = "stillhouse-operator";

    /** For how long a claim holds that nobody renews: longer than an upgrade of the operator or of the API server. */
    static final Duration DURATION = Duration.ofMinutes(15);

    private ClaimLeases() {}

    static Lease create(String namespace, String release, Instant now) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .addToLabels(Labels.MANAGED_BY, Labels.STILLHOUSE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(release)
                .withLeaseDurationSeconds((int) DURATION.toSeconds())
                .withAcquireTime(time(now))
                .withRenewTime(time(now))
                .withLeaseTransitions(0)
                .endSpec()
                .build();
    }

    /** The same Lease, ours from now on. */
    static Lease taken(Lease lease, String release, Instant now) {
        var old = Optional.ofNullable(lease.getSpec()).orElseGet(LeaseSpec::new);
        var isOurs = release.equals(old.getHolderIdentity());
        var transitions = Optional.ofNullable(old.getLeaseTransitions()).orElse(0);
        return new LeaseBuilder(lease)
                .editOrNewSpec()
                .withHolderIdentity(release)
                .withLeaseDurationSeconds((int) DURATION.toSeconds())
                .withAcquireTime(isOurs ? old.getAcquireTime() : time(now))
                .withRenewTime(time(now))
                .withLeaseTransitions(isOurs ? transitions : transitions + 1)
                .endSpec()
                .build();
    }

    private static ZonedDateTime time(Instant now) {
        return now.atZone(ZoneOffset.UTC);
    }
}
