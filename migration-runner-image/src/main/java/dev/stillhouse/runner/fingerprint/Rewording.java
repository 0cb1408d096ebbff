package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.fingerprint.Definitions.Doubt;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether two definitions with different texts are the same. A server writes an expression in other words once it has
 * read its own, and another version has other words altogether. So both texts are read by one server, the copy's, and it
 * says what it understood, until both say the same, or the same again. Nothing of that stays.
 */
public final class Rewording {
    /** A text that PostgreSQL wrote itself stays as it is after one round, rarely after two. */
    private static final int ROUNDS = 3;

    private static final String EVENT_TRIGGERS =
            "SELECT count(*) FROM pg_catalog.pg_event_trigger WHERE evtenabled NOT IN ('D', 'R')";
    private static final String SETTING = "SELECT count(*) FROM pg_catalog.pg_settings WHERE name = 'event_triggers'";
    private static final String WORDS = "SELECT pg_get_viewdef('pg_temp.stillhouse_words'::regclass)";

    private final NeutralSession session;

    private Rewording(NeutralSession session) {
        this.session = session;
    }

    /**
     * The definitions of a copy, in the words of the database where they are the same.
     *
     * @param session of the copy; it may create temporary views, and has no transaction
     */
    public static Definitions of(NeutralSession session, Definitions database, Definitions copy) throws SQLException {
        List<Doubt> doubts = database.doubts(copy);
        if (doubts.isEmpty()) {
            return copy;
        }
        session.execute("BEGIN");
        try {
            return new Rewording(session).reworded(doubts, copy);
        } finally {
            session.execute("ROLLBACK");
        }
    }

    private Definitions reworded(List<Doubt> doubts, Definitions copy) throws SQLException {
        boolean possible = firesNothing();
        Map<String, Definition> same = new HashMap<>();
        List<String> uncompared = new ArrayList<>();
        for (Doubt doubt : doubts) {
            Optional<Boolean> equal = possible ? equal(doubt) : Optional.empty();
            if (equal.isEmpty()) {
                uncompared.add(doubt.copy().name());
            } else if (equal.get()) {
                same.put(doubt.copy().key(), doubt.copy().inTheWordsOf(doubt.database()));
            }
        }
        return new Definitions(
                copy.version(),
                copy.major(),
                copy.all().stream()
                        .map(it -> same.getOrDefault(it.key(), it))
                        .toList(),
                uncompared);
    }

    /** What an event trigger does, as counting up a sequence, may stay. */
    private boolean firesNothing() throws SQLException {
        if (session.one(EVENT_TRIGGERS, row -> row.getInt(1)) == 0) {
            return true;
        }
        return session.one(SETTING, row -> row.getInt(1)) == 1 && done("SET LOCAL event_triggers = off");
    }

    private boolean done(String sql) throws SQLException {
        session.execute("SAVEPOINT words");
        try {
            session.execute(sql);
            return true;
        } catch (SQLException e) {
            session.execute("ROLLBACK TO SAVEPOINT words");
            return false;
        }
    }

    /** Empty if the server cannot read one of them: a right may be missing, or words that it has no more. */
    private Optional<Boolean> equal(Doubt doubt) throws SQLException {
        Definition here = doubt.database();
        Definition there = doubt.copy();
        String database = statement(here, there.context());
        String copy = statement(there, there.context());
        for (int round = 0; round < ROUNDS; round++) {
            Optional<String> expected = understood(there, database);
            Optional<String> actual = understood(there, copy);
            if (expected.isEmpty() || actual.isEmpty()) {
                return Optional.empty();
            }
            if (expected.equals(actual)) {
                return Optional.of(true);
            }
            database = expected.get();
            copy = actual.get();
        }
        return Optional.of(false);
    }

    private static String statement(Definition it, String context) {
        return it.form() == Definition.Form.Expression ? "SELECT ROW(" + it.value() + ") IS NULL AS words " + context : it.value();
    }

    /** The driver would take a semicolon in the body of a function for the end of the statement. */
    private static String inOne(String statement) {
        return "DO " + literal("BEGIN EXECUTE " + literal(statement) + "; END");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private Optional<String> understood(Definition of, String text) throws SQLException {
        boolean statement = of.form() == Definition.Form.Statement;
        session.execute("SAVEPOINT understood");
        try {
            session.execute(inOne(statement ? text : "CREATE TEMPORARY VIEW stillhouse_words AS " + text));
            return Optional.of(session.one(statement ? of.context() : WORDS, row -> row.getString(1)));
        } catch (SQLException e) {
            if (session.cancellation().requested()) {
                throw e;
            }
            return Optional.empty();
        } finally {
            session.execute("ROLLBACK TO SAVEPOINT understood");
        }
    }
}
