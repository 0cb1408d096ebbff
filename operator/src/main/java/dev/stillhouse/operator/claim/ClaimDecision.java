package dev.stillhouse.operator.claim;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Instant;

/** What to do about the claim to a namespace. */
sealed interface ClaimDecision {
    /** Nobody has claimed it: put the claim on record. */
    record Create() implements ClaimDecision {}

    /** It is ours, was given up, or its holder has not been heard of for too long: write that it is ours from now on. */
    record Take(Lease lease) implements ClaimDecision {}

    /**
     * Another release works there.
     *
     * @param holder which one
     * @param until when it has not been heard of for too long, if nothing is heard of it before
     */
    record Respect(String holder, Instant until) implements ClaimDecision {}
}
