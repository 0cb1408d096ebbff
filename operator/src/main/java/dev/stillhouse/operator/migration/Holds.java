package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.Held;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/**
 * Keeps a database that was brought back from a backup where it is: the manifest still asks for the very change that was
 * undone. It is on record in the status, so that it holds although the run is deleted.
 */
final class Holds {
    private Holds() {}

    /** What keeps a DatabaseMigration from migrating; nothing once its manifest asks for something else. */
    static Optional<Held> of(MigrationSnapshot world) {
        var decisive = world.decisive();
        var recorded = Optional.ofNullable(world.migration().getStatus())
                .map(DatabaseMigrationStatus::held)
                .filter(held -> decisive.filter(run -> run.getSpec().number() > held.number())
                        .isEmpty());
        return decisive.flatMap(run -> by(world, run))
                .or(() -> recorded)
                .filter(held -> held.intent().equals(Intent.of(world.migration())));
    }

    private static Optional<Held> by(MigrationSnapshot world, MigrationRun run) {
        if (run.getSpec().operation() == Operation.Restore) {
            var restored = RunOutcomes.phase(run) == RunPhase.Succeeded;
            return Optional.of(held(world, run, run, restored ? Reason.Restored : RunOutcomes.reason(run)));
        }
        return RunOutcomes.phase(run) == RunPhase.Succeeded
                ? world.settledBy(run)
                        .filter(Bearing::changesDatabase)
                        .map(restore -> held(world, restore, run, Reason.Lost))
                : Optional.empty();
    }

    private static Held held(MigrationSnapshot world, MigrationRun restore, MigrationRun last, Reason reason) {
        var name = restore.getMetadata().getName();
        var what = reason == Reason.Restored
                ? "Run %s brought the database back from a backup: %s It is left at %s, so that the same change does not follow again."
                        .formatted(name, RunOutcomes.message(restore), revision(last))
                : "Run %s was to bring the database back from a backup, and did not end well: %s It is left at %s until somebody has looked."
                        .formatted(name, RunOutcomes.message(restore), revision(last));
        return new Held(name, last.getSpec().number(), last.getSpec().intent(), reason, what + " " + howToGoOn(world));
    }

    private static String revision(MigrationRun run) {
        var revision = run.getStatus().revision();
        return revision == null ? "the revision that it has" : revision;
    }

    private static String howToGoOn(MigrationSnapshot world) {
        var meta = world.migration().getMetadata();
        return "Change spec.target or spec.project to what is wanted now; or, to migrate as the manifest says: kubectl annotate -n %s dbm/%s %s=\"$(date)\" --overwrite"
                .formatted(meta.getNamespace(), meta.getName(), Labels.RETRY);
    }
}
