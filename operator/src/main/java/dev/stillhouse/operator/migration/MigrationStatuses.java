package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastBackup;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastRun;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.BackupStates;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Revisions;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.report.BackupState;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the status of a DatabaseMigration anew from what is known; keeps what an earlier run knew and none has since. */
final class MigrationStatuses {
    private static final DatabaseMigrationStatus NOTHING = new DatabaseMigrationStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private MigrationStatuses() {}

    static DatabaseMigrationStatus of(
            MigrationSnapshot world, MigrationDecision decision, Optional<MigrationRun> started, Instant now) {
        var migration = world.migration();
        var old = migration.getStatus() == null ? NOTHING : migration.getStatus();
        var history = world.history();
        var seen = history.sighting();
        var aimed = seen.filter(run -> isAimedAtManifest(migration, run)).flatMap(RunOutcomes::result);
        var current = seen.flatMap(RunOutcomes::rows).orElse(old.currentRevisions());
        var memory = Records.after(world, decision, started, now);
        return new DatabaseMigrationStatus(
                migration.getMetadata().getGeneration(),
                conditions(world, decision, old, now),
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
                history.known().orElse(null),
                seen.flatMap(RunOutcomes::result).map(RunResult::database).orElse(old.database()),
                lastRun(world, started),
                decision instanceof MigrationDecision.Settled(var run)
                        ? run.getStatus().completionTime()
                        : old.lastSuccessTime(),
                decision instanceof MigrationDecision.RetryLater(var failed, var reason, var due)
                        ? Conditions.timestamp(due)
                        : null,
                lastBackup(world).orElse(old.lastBackup()),
                memory.held().orElse(null),
                memory.requests().isEmpty() ? null : memory.requests());
    }

    /** While nothing is done that could move the database, it stands as it stood: a look or a backup takes no truth away. */
    private static List<Condition> conditions(
            MigrationSnapshot world, MigrationDecision decision, DatabaseMigrationStatus old, Instant now) {
        var generation = world.migration().getMetadata().getGeneration();
        return decision.leavesDatabase()
                        && old.conditions() != null
                        && Objects.equals(old.observedGeneration(), generation)
                ? old.conditions()
                : Conditions.of(MigrationStanding.of(decision, world), generation, old.conditions(), now);
    }

    /** What is pending for another target, such as a person's, says nothing about that of the manifest. */
    private static boolean isAimedAtManifest(DatabaseMigration migration, MigrationRun run) {
        return !run.getSpec().goesDownToKnown()
                && run.getSpec().targetsOrTarget().equals(migration.getSpec().targetsOrDefault());
    }

    /** The same status and the same truths: nothing new is known but that the operator is hindered. */
    static DatabaseMigrationStatus hindered(DatabaseMigration migration, Standing standing, Instant now) {
        var old = migration.getStatus() == null ? NOTHING : migration.getStatus();
        return new DatabaseMigrationStatus(
                old.observedGeneration(),
                Conditions.hindered(standing, migration.getMetadata().getGeneration(), old.conditions(), now),
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
                old.held(),
                old.requests());
    }

    /** The one run that may be launched. It is named only once, by the decision that started it. */
    private static @Nullable LastRun lastRun(MigrationSnapshot world, Optional<MigrationRun> started) {
        return started.map(run -> new LastRun(
                        run.getMetadata().getName(),
                        run.getSpec().number(),
                        run.getMetadata().getUid(),
                        false))
                .or(() -> Optional.ofNullable(world.migration().getStatus())
                        .map(DatabaseMigrationStatus::lastRun)
                        .map(last -> seen(world, last)))
                .or(() -> world.newest()
                        .map(run -> new LastRun(
                                run.getMetadata().getName(), run.getSpec().number(), null, true)))
                .orElse(null);
    }

    private static LastRun seen(MigrationSnapshot world, LastRun last) {
        var launched = last.launched()
                || world.runs().stream()
                        .anyMatch(run ->
                                Objects.equals(run.getMetadata().getUid(), last.uid()) && Adoption.wasLaunched(run));
        return new LastRun(last.name(), last.number(), last.uid(), launched);
    }

    private static Optional<LastBackup> lastBackup(MigrationSnapshot world) {
        return world.runs().reversed().stream()
                .filter(BackupNames::mayBeTaken)
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
                backup.state().name(),
                backup.snapshotTime(),
                backup.sizeBytes(),
                shownBy(run, backup.state()),
                backup.scope() == null ? null : backup.scope().name()));
    }

    private static @Nullable String shownBy(MigrationRun run, BackupState state) {
        var shown = BackupStates.shownBy(state, run.getSpec().backupOrDefault().verifyOrDefault());
        return shown == null ? null : shown.name();
    }
}
