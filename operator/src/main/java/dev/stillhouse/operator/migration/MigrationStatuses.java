package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.Held;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastBackup;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastRun;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.BackupStates;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Revisions;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.Operation;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the status of a DatabaseMigration anew from what is known; keeps what an earlier run knew and none has since. */
final class MigrationStatuses {
    private static final DatabaseMigrationStatus NOTHING = new DatabaseMigrationStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private MigrationStatuses() {}

    static DatabaseMigrationStatus of(
            MigrationSnapshot world, MigrationDecision decision, Standing standing, Instant now) {
        var migration = world.migration();
        var old = migration.getStatus() == null ? NOTHING : migration.getStatus();
        var seen = world.lastReading();
        var aimed = seen.filter(run -> isAimedAtManifest(migration, run)).flatMap(RunOutcomes::result);
        var current = seen.flatMap(RunOutcomes::rows).orElse(old.currentRevisions());
        return new DatabaseMigrationStatus(
                migration.getMetadata().getGeneration(),
                Conditions.of(standing, migration.getMetadata().getGeneration(), old.conditions(), now),
                Revisions.text(current),
                current,
                seen.map(run -> run.getStatus().completionTime()).orElse(old.lastReadTime()),
                Revisions.targets(migration.getSpec().targetsOrDefault()),
                aimed.map(RunResult::targetRevisions).orElse(old.targetRevisions()),
                seen.isPresent() ? aimed.map(RunResult::pending).orElse(null) : old.pending(),
                seen.isPresent() ? aimed.map(RunResult::pendingRevisions).orElse(null) : old.pendingRevisions(),
                decision instanceof MigrationDecision.Settled(var run)
                        ? RunOutcomes.result(run).map(RunResult::imageDigest).orElse(old.imageDigest())
                        : old.imageDigest(),
                Memory.of(world).orElse(null),
                seen.flatMap(RunOutcomes::result).map(RunResult::database).orElse(old.database()),
                lastRun(world, decision),
                decision instanceof MigrationDecision.Settled(var run)
                        ? run.getStatus().completionTime()
                        : old.lastSuccessTime(),
                decision instanceof MigrationDecision.RetryLater(var failed, var reason, var due)
                        ? Conditions.timestamp(due)
                        : null,
                lastBackup(world).orElse(old.lastBackup()),
                held(decision, old));
    }

    /** What is pending for another target, such as a person's, says nothing about that of the manifest. */
    private static boolean isAimedAtManifest(DatabaseMigration migration, MigrationRun run) {
        return !run.getSpec().goesDownToKnown()
                && run.getSpec().targetsOrTarget().equals(migration.getSpec().targetsOrDefault());
    }

    /** The same status with other conditions: nothing new is known but that the operator is hindered. */
    static DatabaseMigrationStatus hindered(DatabaseMigration migration, Standing standing, Instant now) {
        var old = migration.getStatus() == null ? NOTHING : migration.getStatus();
        return new DatabaseMigrationStatus(
                old.observedGeneration(),
                Conditions.of(standing, migration.getMetadata().getGeneration(), old.conditions(), now),
                old.revision(),
                old.currentRevisions(),
                old.lastReadTime(),
                old.target(),
                old.targetRevisions(),
                old.pending(),
                old.pendingRevisions(),
                old.imageDigest(),
                old.appliedWith(),
                old.database(),
                old.lastRun(),
                old.lastSuccessTime(),
                old.nextAttemptTime(),
                old.lastBackup(),
                old.held());
    }

    private static @Nullable LastRun lastRun(MigrationSnapshot world, MigrationDecision decision) {
        if (decision instanceof MigrationDecision.Start start) {
            return new LastRun(RunFactory.name(world.migration(), start), start.number());
        }
        if (decision instanceof MigrationDecision.Adopt(var run, var number)) {
            return new LastRun(run.getMetadata().getName(), number);
        }
        var recorded = Optional.ofNullable(world.migration().getStatus()).map(DatabaseMigrationStatus::lastRun);
        return Stream.concat(
                        recorded.stream(),
                        world
                                .newest()
                                .map(run -> new LastRun(
                                        run.getMetadata().getName(),
                                        run.getSpec().number()))
                                .stream())
                .max(Comparator.comparingInt(LastRun::number))
                .orElse(null);
    }

    /** What keeps the database where it is; gone as soon as a run follows that may move it. */
    private static @Nullable Held held(MigrationDecision decision, DatabaseMigrationStatus old) {
        return switch (decision) {
            case MigrationDecision.Hold(var held) -> held;
            case MigrationDecision.Start start when start.purpose().operation() == Operation.Migrate -> null;
            case MigrationDecision.Settled settled -> null;
            default -> old.held();
        };
    }

    private static Optional<LastBackup> lastBackup(MigrationSnapshot world) {
        return world.runs().reversed().stream()
                .flatMap(run -> Stream.ofNullable(run.getStatus())
                        .map(MigrationRunStatus::backup)
                        .flatMap(backup -> lastBackup(run, backup).stream()))
                .findFirst();
    }

    private static Optional<LastBackup> lastBackup(MigrationRun run, @Nullable RunBackup backup) {
        if (backup == null || backup.name() == null || backup.state() == null) {
            return Optional.empty();
        }
        return Optional.of(new LastBackup(
                backup.name(),
                backup.state(),
                backup.snapshotTime(),
                backup.sizeBytes(),
                BackupStates.shownBy(
                        backup.state(), run.getSpec().backupOrDefault().verifyOrDefault())));
    }
}
