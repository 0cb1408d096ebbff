package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.Held;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Reason;
import java.util.Optional;

/** Says why a database is kept where it is: the manifest still asks for the very change that somebody has undone. */
final class Holds {
    private Holds() {}

    /** By a run that somebody has asked for, or that settles such a one. */
    static Held by(History history, MigrationRun last) {
        var move = history.settledBy(last).orElse(last);
        var reason = last.getSpec().settlesRef() == null ? RunOutcomes.reason(move) : settled(history, move, last);
        var wish = last.getSpec().wish();
        return new Held(
                last.getSpec().settlesRef() == null
                        ? last.getMetadata().getName()
                        : last.getSpec().settlesRef().name(),
                last.getSpec().number(),
                wish.targets(),
                wish.retry(),
                reason.name(),
                "%s %s".formatted(what(move, last, reason), howToGoOn(history)));
    }

    /** By a request whose run went before anybody knew its end. */
    static Held by(History history, ExecutedRequest gone) {
        var wish = Wishes.of(history.migration());
        return new Held(
                gone.run(),
                gone.number(),
                wish.targets(),
                wish.retry(),
                Reason.OutcomeUnknown.name(),
                "Run %s, which carried out the request %s (%s), was deleted or lost its status before its end was known. The database is left where it is until somebody has looked. %s"
                        .formatted(gone.run(), gone.name(), gone.operation(), howToGoOn(history)));
    }

    private static Reason settled(History history, MigrationRun move, MigrationRun by) {
        return move != by && RunOutcomes.isSettledWell(move, by) ? Reason.Settled : history.shortfall(by);
    }

    private static String what(MigrationRun move, MigrationRun last, Reason reason) {
        var name = move.getMetadata().getName();
        var message = RunOutcomes.message(move);
        return switch (reason) {
            case Restored ->
                "Run %s brought the database back from a backup: %s It is left at %s, so that the same change does not follow again."
                        .formatted(name, message, revision(last));
            case Upgraded, Downgraded, Stamped, Settled ->
                "Run %s, which somebody asked for, has moved the database: %s It is left at %s, which is not where the manifest wants it."
                        .formatted(name, message, revision(last));
            default ->
                "Run %s, which somebody asked for, did not end well: %s It is left at %s until somebody has looked."
                        .formatted(name, message, revision(last));
        };
    }

    private static String revision(MigrationRun run) {
        return Optional.ofNullable(run.getStatus())
                .map(MigrationRunStatus::revision)
                .orElse("the revision that it has");
    }

    private static String howToGoOn(History history) {
        return "Change spec.target to what is wanted now; or, to migrate as the manifest says: "
                + RetryCommand.of(history.migration());
    }
}
