package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.Held;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/**
 * Keeps a database that a person has moved, or brought back from a backup, where it is: the manifest still asks for the
 * very change that was undone. It is on record in the status, so that it holds although the run is deleted.
 */
final class Holds {
    private Holds() {}

    /** What keeps a DatabaseMigration from migrating; nothing once its manifest asks for something else. */
    static Optional<Held> of(MigrationSnapshot world) {
        var decisive = world.decisive();
        var recorded = Optional.ofNullable(world.migration().getStatus())
                .map(DatabaseMigrationStatus::held)
                .filter(held -> decisive.filter(run -> run.getSpec().number() >= held.number())
                        .isEmpty());
        return decisive.filter(run -> !Answers.isAnswer(world, run))
                .flatMap(run -> by(world, run))
                .or(() -> recorded)
                .filter(held -> held.intent().equals(Intent.of(world.migration())));
    }

    /** Whether it takes a look to tell if a person's run has left the database at the manifest's target. */
    static boolean isToBeSeen(MigrationSnapshot world) {
        return !world.migration().getSpec().suspended()
                && world.decisive()
                        .filter(run -> run.getSpec().intent().equals(Intent.of(world.migration())))
                        .filter(run -> moved(world, run)
                                .filter(move -> move.getSpec().operation() != Operation.Restore)
                                .isPresent())
                        .filter(run -> !Answers.isAnswer(world, run))
                        .filter(run -> Looks.since(world, run).isEmpty())
                        .isPresent();
    }

    /** The person's run that left the database where it is: this one, or the one that it settles. */
    private static Optional<MigrationRun> moved(MigrationSnapshot world, MigrationRun run) {
        return Optional.of(world.settledBy(run).orElse(run)).filter(Bearing::isPersonsMove);
    }

    private static Optional<Held> by(MigrationSnapshot world, MigrationRun run) {
        var isKnown = run.getSpec().settles() == null || RunOutcomes.rows(run).isPresent();
        return moved(world, run).filter(move -> isKnown).map(move -> held(world, move, run));
    }

    private static Held held(MigrationSnapshot world, MigrationRun move, MigrationRun last) {
        var reason = move == last ? RunOutcomes.reason(move) : settled(move, last);
        return new Held(
                move.getMetadata().getName(),
                last.getSpec().number(),
                last.getSpec().intent(),
                reason,
                "%s %s".formatted(what(move, last, reason), howToGoOn(world)));
    }

    private static Reason settled(MigrationRun move, MigrationRun by) {
        return RunOutcomes.isSettledWell(move, by) ? Reason.Settled : Reason.Lost;
    }

    private static String what(MigrationRun move, MigrationRun last, Reason reason) {
        var name = move.getMetadata().getName();
        var message = RunOutcomes.message(move);
        return switch (reason) {
            case Restored ->
                "Run %s brought the database back from a backup: %s It is left at %s, so that the same change does not follow again."
                        .formatted(name, message, revision(last));
            case Upgraded, Downgraded, Stamped, Settled ->
                "Run %s, which somebody created, has moved the database: %s It is left at %s, which is not where the manifest wants it."
                        .formatted(name, message, revision(last));
            default ->
                "Run %s, which somebody created, did not end well: %s It is left at %s until somebody has looked."
                        .formatted(name, message, revision(last));
        };
    }

    private static String revision(MigrationRun run) {
        var revision = run.getStatus().revision();
        return revision == null ? "the revision that it has" : revision;
    }

    private static String howToGoOn(MigrationSnapshot world) {
        return "Change spec.target or spec.project to what is wanted now; or, to migrate as the manifest says: "
                + RetryCommand.of(world);
    }
}
