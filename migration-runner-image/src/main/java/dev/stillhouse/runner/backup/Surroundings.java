package dev.stillhouse.runner.backup;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.contents.Selection;
import dev.stillhouse.runner.contents.Snapshot;
import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.util.ArrayList;
import java.util.List;

/**
 * What is read of a database beside its contents. Nothing of that is worth a backup: what cannot be asked, is told.
 *
 * @param circumstances who owns and may do what in it, and the like; empty if that could not be asked
 * @param obstacles what would keep the user from bringing it back, or could not be asked, a sentence for each
 */
record Surroundings(List<Circumstance> circumstances, List<String> obstacles) {

    Surroundings {
        circumstances = List.copyOf(circumstances);
        obstacles = List.copyOf(obstacles);
    }

    /** @param selection whose rows the backup has */
    static Result<Surroundings> read(Snapshot snapshot, Selection selection) {
        List<String> unasked = new ArrayList<>();
        return orTold(
                        snapshot.circumstances(),
                        "Who may do what in the database could not be asked, so that a restore does not compare it: ",
                        unasked)
                .then(circumstances -> orTold(
                                snapshot.obstacles(), "What would hinder a restore could not be asked: ", unasked)
                        .then(obstacles -> {
                            List<String> all = new ArrayList<>(unasked);
                            all.addAll(obstacles);
                            return Result.ok(new Surroundings(
                                    selection instanceof Selection.Some some
                                            ? some.partial().without(circumstances)
                                            : circumstances,
                                    all));
                        }));
    }

    private static <T> Result<List<T>> orTold(Result<List<T>> asked, String sentence, List<String> unasked) {
        if (asked instanceof Result.Failed<List<T>>(Trouble trouble) && trouble.reason() != Reason.Cancelled) {
            unasked.add(sentence + trouble.message());
            return Result.ok(List.of());
        }
        return asked;
    }
}
