package dev.stillhouse.operator.claim;

import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimDeciderTest {
    private static final String US = "stillhouse/stillhouse";
    private static final String THEM = "team-a/stillhouse";
    private static final int END = (int) ClaimLeases.DURATION.toSeconds();

    private static ClaimDecision decide(Lease lease, Optional<Sighting> seen, Instant now) {
        return ClaimDecider.decide(Optional.of(lease), US, seen, now);
    }

    private static Lease heldBy(String holder, String version) {
        return new LeaseBuilder(ClaimLeases.create("shop", holder, NOON))
                .editMetadata()
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

    @Test
    void what_nobody_claims_is_claimed() {
        assertThat(ClaimDecider.decide(Optional.empty(), US, Optional.empty(), NOON))
                .isEqualTo(new ClaimDecision.Create());
    }

    @Test
    void what_is_ours_stays_so_whichever_replica_asks() {
        var lease = heldBy(US, "7");
        assertThat(decide(lease, Optional.empty(), secondsLater(9 * END))).isEqualTo(new ClaimDecision.Take(lease));
    }

    @Test
    void what_was_given_up_is_taken() {
        var lease = heldBy("", "7");
        assertThat(decide(lease, Optional.empty(), NOON)).isEqualTo(new ClaimDecision.Take(lease));
    }

    /** However old its time says that it is: the other one's clock may be wrong. */
    @Test
    void what_is_anothers_is_respected_when_it_is_seen_for_the_first_time() {
        assertThat(decide(heldBy(THEM, "7"), Optional.empty(), secondsLater(9 * END)))
                .isEqualTo(new ClaimDecision.Respect(THEM, secondsLater(10 * END)));
    }

    @Test
    void what_is_anothers_is_respected_as_long_as_it_is_renewed() {
        var seen = Optional.of(new Sighting("7", NOON));
        assertThat(decide(heldBy(THEM, "7"), seen, secondsLater(END - 1)))
                .isEqualTo(new ClaimDecision.Respect(THEM, secondsLater(END)));
        assertThat(decide(heldBy(THEM, "8"), seen, secondsLater(END)))
                .isEqualTo(new ClaimDecision.Respect(THEM, secondsLater(2 * END)));
    }

    @Test
    void what_nobody_renews_any_more_is_taken() {
        var lease = heldBy(THEM, "7");
        assertThat(decide(lease, Optional.of(new Sighting("7", NOON)), secondsLater(END)))
                .isEqualTo(new ClaimDecision.Take(lease));
    }

    @Test
    void a_lease_says_since_when_and_how_often_it_changed_hands() {
        var taken = ClaimLeases.taken(heldBy(THEM, "7"), US, secondsLater(60)).getSpec();
        assertThat(taken.getHolderIdentity()).isEqualTo(US);
        assertThat(taken.getAcquireTime().toInstant()).isEqualTo(secondsLater(60));
        assertThat(taken.getLeaseTransitions()).isEqualTo(1);

        var renewed = ClaimLeases.taken(heldBy(US, "7"), US, secondsLater(60)).getSpec();
        assertThat(renewed.getAcquireTime().toInstant()).isEqualTo(NOON);
        assertThat(renewed.getRenewTime().toInstant()).isEqualTo(secondsLater(60));
        assertThat(renewed.getLeaseTransitions()).isZero();
    }
}
