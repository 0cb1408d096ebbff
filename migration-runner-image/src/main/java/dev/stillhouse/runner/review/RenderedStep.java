package dev.stillhouse.runner.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a plan with the SQL that it would run. The statements that keep Alembic's own version table are not part of it.
 *
 * @param statements in the order in which they run, each with one statement or several; null if they cannot be known
 * @param problem why they cannot be known; null if they are
 * @param reaches what else than to send them it tried, as words about "it"
 */
public record RenderedStep(
        String revision,
        @Nullable List<String> statements,
        @Nullable String problem,
        List<String> reaches) {

    public RenderedStep {
        statements = statements == null ? null : List.copyOf(statements);
        reaches = List.copyOf(reaches);
    }
}
