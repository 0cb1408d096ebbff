package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DriftCheckSpec;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.Digests;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the operator looks where the database is, although nothing has to be done. Thousands of DatabaseMigrations may have
 * been installed together, or have become due while nobody was there to look. So each waits for a part of its interval that
 * is its own: always the same, and another one than that of its neighbours.
 */
final class Looks {
    /** The most that is added to an interval: its tenth. */
    private static final int PART = 10;

    private Looks() {}

    /** When the next look is due; nothing where none is wanted. */
    static Optional<Instant> next(MigrationSnapshot world) {
        var spec = world.migration().getSpec();
        return spec.suspended()
                ? Optional.empty()
                : Optional.ofNullable(spec.driftCheck())
                        .map(DriftCheckSpec::intervalOrDefault)
                        .map(interval -> pause(world.history(), interval))
                        .flatMap(pause -> world.history()
                                .lastReadTime()
                                .map(last -> next(
                                        last.plus(pause),
                                        share(world.migration().getMetadata().getUid(), pause),
                                        world.servedSince())));
    }

    /** One whose pod was taken away has seen nothing: it does not have to wait until the next one is due anyway. */
    private static Duration pause(History history, Duration interval) {
        return history.lookTakenAway()
                .map(run -> Attempt.pauseAfter(run, Reason.Disrupted))
                .filter(pause -> pause.compareTo(interval) < 0)
                .orElse(interval);
    }

    static boolean isDue(MigrationSnapshot world, Instant now) {
        return next(world).filter(at -> !now.isBefore(at)).isPresent();
    }

    /** What became due before this operator was at work has its part of the interval from then on. */
    private static Instant next(Instant due, Duration share, Instant servedSince) {
        var next = due.plus(share);
        return next.isBefore(servedSince) ? servedSince.plus(share) : next;
    }

    /** From nothing to the tenth of the interval. */
    static Duration share(String uid, Duration interval) {
        return Duration.ofMillis((long) (interval.toMillis() / PART * Digests.fraction(uid)));
    }
}
