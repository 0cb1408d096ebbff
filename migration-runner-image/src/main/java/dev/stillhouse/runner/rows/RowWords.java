package dev.stillhouse.runner.rows;

import dev.stillhouse.runner.rows.PutBack.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What is told of saved rows that were put back. */
final class RowWords {
    private RowWords() {}

    static String of(Outcome outcome) {
        SavedStatement statement = outcome.statement();
        return "Of " + rows(statement.rows()) + " of " + statement.table().title() + " that " + statement.revision()
                + (statement.deletes() ? " deleted, " : " updated, ") + String.join(", ", parts(List.of(outcome)))
                + ".";
    }

    static String of(RowsManifest backup, List<Outcome> outcomes) {
        boolean updates = outcomes.stream().anyMatch(each -> !each.statement().deletes());
        return "Of " + rows(backup.rows()) + " that were saved of " + String.join(", ", backup.toldTables()) + ", "
                + String.join(", ", parts(outcomes)) + "."
                + (updates
                        ? " What others have written since to columns that were set back is overwritten: what the"
                                + " migration had made of them is not known, so that could not be told apart."
                        : "");
    }

    private static List<String> parts(List<Outcome> outcomes) {
        List<String> parts = new ArrayList<>();
        parts.add(sum(outcomes, Outcome::back) + " were put back");
        add(parts, sum(outcomes, Outcome::gone), " are not there any more");
        add(parts, sum(outcomes, Outcome::there), " are there again, and were left as they are");
        add(parts, sum(outcomes, Outcome::hindered), " were left out, as other rows have what must be unique");
        return parts;
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + what);
        }
    }

    private static long sum(List<Outcome> outcomes, ToLongFunction<Outcome> count) {
        return outcomes.stream().mapToLong(count).sum();
    }

    private static String rows(long count) {
        return count + (count == 1 ? " row" : " rows");
    }
}
