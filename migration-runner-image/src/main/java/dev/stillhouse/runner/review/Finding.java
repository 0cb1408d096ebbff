package dev.stillhouse.runner.review;

import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.RowLoss;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be lost by a step.
 *
 * @param rule the rule's id, which is also the name of its page
 * @param message what the step does, for a person: "drops the column orders.note with its data"
 * @param statement the statement that does it; null if the step's SQL is not known
 * @param losses the tables that it is about, or more
 * @param rows how to ask for the rows that it is about; null if that cannot be known, or it is about more than rows
 */
public record Finding(
        String revision,
        String rule,
        String message,
        @Nullable String statement,
        Losses losses,
        @Nullable RowLoss rows) {

    /** Something that can be about any table. */
    public Finding(String revision, String rule, String message, @Nullable String statement) {
        this(revision, rule, message, statement, new Losses.Unknown(revision + " " + message), null);
    }
}
