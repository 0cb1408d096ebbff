package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan to be tried.
 *
 * @param url the database that it is for
 * @param role the role for {@code SET ROLE} there
 * @param scratch where the copy and its files may lie meanwhile
 * @param targets what the plan was made for, in Alembic's words
 * @param statementTimeoutMillis for the steps' statements; 0 is none
 */
public record RehearsalOrder(
        DatabaseUrl url,
        @Nullable String role,
        Path scratch,
        List<String> targets,
        Plan plan,
        long statementTimeoutMillis) {
    public RehearsalOrder {
        targets = List.copyOf(targets);
    }
}
