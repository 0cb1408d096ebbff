package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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

    /** Of the same: pg_restore has made it, and failed at what it said of it then. */
    private static final Set<String> THERE = Set.of("42P07", "42710", "42P06", "42723");

    private Permission() {}

    /**
     * What the user may not run, and what follows it; none if they fail for something else, or not at all.
     *
     * @param afterAnother whether something was refused before: what is said of that thing fails too, as it is not there
     */
    static List<String> lacking(Result<NeutralSession> opened, List<String> statements, boolean afterAnother) {
        return opened.fold(
                session -> {
                    try (session) {
                        return lacking(session, statements, afterAnother);
                    } catch (SQLException e) {
                        return List.of();
                    }
                },
                trouble -> List.of());
    }

    private static List<String> lacking(NeutralSession session, List<String> statements, boolean afterAnother)
            throws SQLException {
        List<String> missing = new ArrayList<>(statements);
        session.execute("BEGIN");
        for (String statement : statements) {
            session.execute("SAVEPOINT before");
            String state = refusal(session, statement);
            if (state == null) {
                continue;
            }
            if (!THERE.contains(state)) {
                return state.equals(LACKING) || afterAnother && MISSING.contains(state) ? missing : List.of();
            }
            session.execute("ROLLBACK TO before");
            missing.remove(statement);
        }
        return List.of();
    }

    private static @Nullable String refusal(NeutralSession session, String statement) {
        try {
            session.execute(statement);
            return null;
        } catch (SQLException e) {
            String state = e.getSQLState();
            return state == null ? "" : state;
        }
    }
}
