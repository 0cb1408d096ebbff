package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server, whose answer has a code, whether statements that pg_restore could not run are ones that the user may not run:
 * pg_restore has only words, in the language of the server. Nothing of it stays.
 */
final class Permission {
    private static final String LACKING = "42501";

    /** Of a table, an object, a schema, a function. */
    private static final Set<String> MISSING = Set.of("42P01", "42704", "3F000", "42883");

    private Permission() {}

    /** @param afterAnother whether something was refused before: what is said of that thing fails too, as it is not there */
    static boolean isLacking(Result<NeutralSession> opened, List<String> statements, boolean afterAnother) {
        return opened.fold(
                session -> {
                    try (session) {
                        String state = Objects.requireNonNullElse(refusal(session, statements), "");
                        return state.equals(LACKING) || afterAnother && MISSING.contains(state);
                    }
                },
                trouble -> false);
    }

    private static @Nullable String refusal(NeutralSession session, List<String> statements) {
        try {
            session.execute("BEGIN");
            for (String statement : statements) {
                session.execute(statement);
            }
            session.execute("ROLLBACK");
            return null;
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
