package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastRun;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Revisions;
import dev.stillhouse.operator.cluster.Standing;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the status of a DatabaseMigration anew from what is known; keeps what an earlier run knew and none has since. */
final class MigrationStatuses {
    private static final DatabaseMigrationStatus NOTHING =
            new DatabaseMigrationStatus(null, null, null, null, null, null, null, null, null, null, null);

    private MigrationStatuses() {}

    static DatabaseMigrationStatus of(
            MigrationSnapshot world, MigrationDecision decision, Standing standing, Instant now) {
        var migration = world.migration();
        var old = migration.getStatus() == null ? NOTHING : migration.getStatus();
        var known = new Known(world);
        var current = known.latest(RunResult::revisionsAfter).orElse(old.currentRevisions());
        return new DatabaseMigrationStatus(
                migration.getMetadata().getGeneration(),
                Conditions.of(standing, migration.getMetadata().getGeneration(), old.conditions(), now),
                Revisions.text(current),
                current,
                known.latest(RunResult::targetRevisions).orElse(old.targetRevisions()),
                known.latest(RunResult::pending).orElse(old.pending()),
                decision instanceof MigrationDecision.Settled(var run)
                        ? Known.result(run).map(RunResult::imageDigest).orElse(old.imageDigest())
                        : old.imageDigest(),
                known.latest(RunResult::database).orElse(old.database()),
                lastRun(migration, world, decision),
                decision instanceof MigrationDecision.Settled(var run)
                        ? run.getStatus().completionTime()
                        : old.lastSuccessTime(),
                decision instanceof MigrationDecision.RetryLater(var failed, var due)
                        ? Conditions.timestamp(due)
                        : null);
    }

    private static @Nullable LastRun lastRun(
            DatabaseMigration migration, MigrationSnapshot world, MigrationDecision decision) {
        if (decision instanceof MigrationDecision.Start start) {
            return new LastRun(RunFactory.create(migration, start).getMetadata().getName(), start.number());
        }
        return world.newest()
                .map(run ->
                        new LastRun(run.getMetadata().getName(), run.getSpec().number()))
                .orElseGet(() -> migration.getStatus() == null
                        ? null
                        : migration.getStatus().lastRun());
    }

    /** What the newest run that knows it says of something. */
    private record Known(MigrationSnapshot world) {
        static Optional<RunResult> result(MigrationRun run) {
            return Optional.ofNullable(run.getStatus()).map(MigrationRunStatus::result);
        }

        <T> Optional<T> latest(Function<RunResult, @Nullable T> what) {
            return world.runs().reversed().stream()
                    .flatMap(run -> result(run).map(what).stream())
                    .findFirst();
        }
    }
}
