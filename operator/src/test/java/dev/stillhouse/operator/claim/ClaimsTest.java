package dev.stillhouse.operator.claim;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.PodIdentity;
import dev.stillhouse.operator.cluster.EventRecorder;
import dev.stillhouse.operator.metrics.ClaimMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Releases of the operator side by side, before one API server. */
@EnableKubernetesMockClient(crud = true)
class ClaimsTest {
    private static final HasMetadata ORDERS = aMigration().build();

    KubernetesClient client;
    KubernetesMockServer server;

    private final Hands clock = new Hands();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    private Claims release(String namespace) {
        var metrics = new ClaimMetrics(registry);
        return new Claims(
                new ClaimActor(client, new EventRecorder(client)), new Replica(Optional.of(namespace)), metrics, clock);
    }

    @Test
    void a_second_release_leaves_a_namespace_to_the_first_and_says_so() {
        var first = release("stillhouse");
        var second = release("team-a");

        assertThat(first.isOurs(ORDERS)).isTrue();
        assertThat(second.isOurs(ORDERS)).isFalse();
        assertThat(second.isOurs(ORDERS)).isFalse();

        assertThat(client.v1().events().inNamespace("shop").list().getItems())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getReason()).isEqualTo("ManagedElsewhere");
                    assertThat(event.getInvolvedObject().getKind()).isEqualTo("Lease");
                    assertThat(event.getMessage()).startsWith("stillhouse/stillhouse works on this namespace");
                });
    }

    @Test
    void another_replica_of_the_same_release_goes_on_at_once() {
        assertThat(release("stillhouse").isOurs(ORDERS)).isTrue();
        assertThat(release("stillhouse").isOurs(ORDERS)).isTrue();
    }

    @Test
    void each_namespace_is_claimed_for_itself() {
        var first = release("stillhouse");
        var second = release("team-a");
        var theirs = aMigration().build();
        theirs.getMetadata().setNamespace("theirs");

        assertThat(first.isOurs(ORDERS)).isTrue();
        assertThat(second.isOurs(theirs)).isTrue();
        assertThat(first.isOurs(theirs)).isFalse();
    }

    @Test
    void a_claim_that_is_renewed_is_never_taken() {
        var first = release("stillhouse");
        var second = release("team-a");
        assertThat(first.isOurs(ORDERS)).isTrue();
        for (var minute = 0; minute < 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            first.renew();
            assertThat(second.isOurs(ORDERS)).isFalse();
            assertThat(first.isOurs(ORDERS)).isTrue();
        }
        assertThat(lease().getSpec().getLeaseTransitions()).isZero();
    }

    @Test
    void a_release_that_is_gone_is_succeeded_and_finds_that_out_when_it_comes_back() {
        var first = release("stillhouse");
        var second = release("team-a");
        assertThat(first.isOurs(ORDERS)).isTrue();
        assertThat(second.isOurs(ORDERS)).isFalse();

        clock.advance(ClaimLeases.DURATION);

        assertThat(second.isOurs(ORDERS)).isTrue();
        assertThat(first.isOurs(ORDERS)).isFalse();
        assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("team-a/stillhouse");
    }

    /** The one that works must have stopped before another one can begin. */
    @Test
    void a_claim_that_cannot_be_renewed_ends_before_anybody_else_takes_it() {
        var first = release("stillhouse");
        assertThat(first.isOurs(ORDERS)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        var second = release("team-a");
        assertThat(second.isOurs(ORDERS)).isFalse();

        server.shutdown();
        clock.advance(ClaimLeases.DURATION.minusSeconds(2));
        first.renew();
        assertThat(first.isOurs(ORDERS)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(first.isOurs(ORDERS)).isFalse();
    }

    @Test
    void deleting_the_lease_gives_a_namespace_to_whoever_asks_next() {
        assertThat(release("gone").isOurs(ORDERS)).isTrue();
        client.resource(lease()).delete();
        assertThat(release("team-a").isOurs(ORDERS)).isTrue();
    }

    @Test
    void the_metrics_say_how_many_are_ours_and_how_many_are_not() {
        assertThat(release("gone").isOurs(ORDERS)).isTrue();
        registry.clear();
        var claims = release("team-a");
        var ours = aMigration().build();
        ours.getMetadata().setNamespace("ours");
        assertThat(claims.isOurs(ours)).isTrue();
        assertThat(claims.isOurs(ORDERS)).isFalse();

        assertThat(registry.get("stillhouse.namespaces")
                        .tag("holder", "ours")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("stillhouse.namespaces")
                        .tag("holder", "others")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void outside_a_cluster_there_is_nobody_else() {
        var claims = new Claims(
                new ClaimActor(client, new EventRecorder(client)),
                new Replica(Optional.empty()),
                new ClaimMetrics(registry),
                clock);
        assertThat(claims.isOurs(ORDERS)).isTrue();
        assertThat(client.resources(Lease.class).inAnyNamespace().list().getItems())
                .isEmpty();
    }

    private Lease lease() {
        return client.resources(Lease.class)
                .inNamespace("shop")
                .withName(ClaimLeases.NAME)
                .get();
    }

    /** A pod of a release of the usual name. */
    private record Replica(Optional<String> namespace) implements PodIdentity {
        @Override
        public Optional<String> name() {
            return Optional.of("stillhouse-0");
        }

        @Override
        public String lease() {
            return "stillhouse";
        }
    }

    /** A clock that goes when it is told to. */
    private static final class Hands extends Clock {
        private Instant now = NOON;

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
