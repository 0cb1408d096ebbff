package dev.stillhouse.operator.claim;

import dev.stillhouse.operator.PodIdentity;
import dev.stillhouse.operator.cluster.Steady;
import dev.stillhouse.operator.metrics.ClaimMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The namespaces that this release works on. A namespace is claimed when there is something to do in it for the first
 * time, and the claim is renewed from then on. Only the replica that works asks, and so it alone claims.
 */
@ApplicationScoped
public class Claims {
    /** How soon to reconcile again what is not ours now. */
    private static final Duration LOOK_AGAIN = ClaimActor.PATIENCE;

    private static final Logger LOG = Logger.getLogger(Claims.class);
    private static final Duration RENEWAL = ClaimLeases.DURATION.dividedBy(3);

    private final ClaimActor actor;
    private final Clock clock;
    private final Optional<String> release;
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("claims").factory());

    Claims(ClaimActor actor, PodIdentity pod, ClaimMetrics metrics, @Steady Clock clock) {
        this.actor = actor;
        this.clock = clock;
        release = pod.release();
        metrics.show(() -> count(Claim.Ours.class), () -> count(Claim.Theirs.class));
        var _ = ticker.scheduleWithFixedDelay(this::renew, 1, 1, TimeUnit.MINUTES);
    }

    /** Whether it is for this release to do anything about a resource. Outside a cluster there is no other one. */
    boolean isOurs(HasMetadata resource) {
        return release.isEmpty() || isOurs(resource.getMetadata().getNamespace(), release.get());
    }

    /** Whether another release is known to work on a resource; of a namespace that was not asked about yet it is not. */
    public boolean isTheirs(HasMetadata resource) {
        return claims.get(resource.getMetadata().getNamespace()) instanceof Claim.Theirs;
    }

    /** Reconciles what is for this release to do, and looks again at everything else. */
    public <R extends HasMetadata> UpdateControl<R> ifOurs(R resource, Supplier<UpdateControl<R>> reconciled) {
        return isOurs(resource) ? reconciled.get() : UpdateControl.<R>noUpdate().rescheduleAfter(LOOK_AGAIN);
    }

    private boolean isOurs(String namespace, String us) {
        var now = clock.instant();
        var claim = claims.get(namespace);
        if (claim == null || !isFresh(claim, now)) {
            claim = claims.compute(
                    namespace,
                    (name, known) -> known != null && isFresh(known, now)
                            ? known
                            : actor.contest(name, us, Optional.ofNullable(known), now));
        }
        return claim instanceof Claim.Ours || claim instanceof Claim.Leaving;
    }

    private static boolean isFresh(Claim claim, Instant now) {
        return switch (claim) {
            case Claim.Ours ours -> now.isBefore(ours.until());
            case Claim.Theirs theirs -> now.isBefore(theirs.lookAgain());
            case Claim.Unknown unknown -> now.isBefore(unknown.lookAgain());
            case Claim.Leaving leaving -> now.isBefore(leaving.lookAgain());
        };
    }

    /** Renews what is due. */
    void renew() {
        try {
            release.ifPresent(us -> claims.replaceAll((namespace, claim) -> renewed(namespace, us, claim)));
        } catch (RuntimeException e) {
            LOG.error("Claims to namespaces were not renewed; it is tried again in a minute", e);
        }
    }

    private Claim renewed(String namespace, String us, Claim claim) {
        var now = clock.instant();
        var isDue =
                claim instanceof Claim.Ours ours && !now.isBefore(ours.since().plus(RENEWAL));
        return isDue ? actor.contest(namespace, us, Optional.of(claim), now) : claim;
    }

    private long count(Class<? extends Claim> kind) {
        return claims.values().stream().filter(kind::isInstance).count();
    }

    @PreDestroy
    void stop() {
        ticker.shutdownNow();
    }
}
