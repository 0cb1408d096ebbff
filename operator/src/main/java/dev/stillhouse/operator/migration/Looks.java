package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DriftCheckSpec;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.operator.cluster.RunOutcomes;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When the operator looks where the database is, although nothing has to be done. */
final class Looks {
    private Looks() {}

    /** When the next look is due; nothing where none is wanted. */
    static Optional<Instant> next(MigrationSnapshot world) {
        var spec = world.migration().getSpec();
        return spec.suspended()
                ? Optional.empty()
                : Optional.ofNullable(spec.driftCheck())
                        .map(DriftCheckSpec::intervalOrDefault)
                        .flatMap(interval -> last(world).map(last -> last.plus(interval)));
    }

    static boolean isDue(MigrationSnapshot world, Instant now) {
        return next(world).filter(at -> !now.isBefore(at)).isPresent();
    }

    /** The newest look since a run, however it ended. */
    static Optional<MigrationRun> since(MigrationSnapshot world, MigrationRun run) {
        return world.runs().reversed().stream()
                .filter(other -> other.getSpec().number() > run.getSpec().number() && Bearing.isLook(other))
                .findFirst();
    }

    /** When the database was read last, or was to be read: one that cannot be reached is not asked without a pause. */
    private static Optional<Instant> last(MigrationSnapshot world) {
        return world.runs().stream()
                .filter(run -> Bearing.reads(run) && RunOutcomes.phase(run).terminal())
                .flatMap(run -> Stream.ofNullable(run.getStatus())
                        .map(MigrationRunStatus::completionTime)
                        .flatMap(Stream::ofNullable))
                .map(Instant::parse)
                .max(Comparator.naturalOrder());
    }
}
