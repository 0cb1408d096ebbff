package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.sql.Shape;
import dev.stillhouse.runner.sql.SqlParser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the expressions of a schema say, as far as the server writes it in the same words after a restore. */
public final class ExpressionReader {
    private static final int PUBLICATIONS_WITH_CONDITIONS = 15;
    /** Most are short and there many times: {@code now()}, {@code false}. */
    private static final int SHORT = 100;

    private static final int MOST_REMEMBERED = 2_000;

    /** Until the savepoint is given up. No backup waits long for what it can do without. */
    private static final String BRIEFLY = "SET LOCAL lock_timeout = '5s'";

    private final NeutralSession session;
    private final Choice choice;
    private final SqlParser parser = new SqlParser();
    private final Map<String, String> remembered = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private ExpressionReader(NeutralSession session, Choice choice) {
        this.session = session;
        this.choice = choice;
    }

    /** Which expressions are read. */
    @FunctionalInterface
    public interface Choice {
        /**
         * Decides about one.
         *
         * @param relation oid of the relation that it is of; 0 if it is of none
         * @param key the thing, a tab, and what of it the expression is
         */
        boolean has(long relation, String key);
    }

    /**
     * Reads them, and keeps no lock.
     *
     * @param session in a transaction
     * @param without oids of tables that are taken as if they were not there
     * @param rules whether views and rules are read too, which locks what they read for a moment
     */
    public static Expressions read(NeutralSession session, Set<Long> without, boolean rules, Choice choice)
            throws SQLException {
        int server = session.one("SHOW server_version_num", row -> row.getInt(1)) / 10_000;
        ExpressionReader reader = new ExpressionReader(session, choice);
        String left = SchemaReader.listed(without);
        reader.simple("expressions.sql", left);
        if (server >= PUBLICATIONS_WITH_CONDITIONS) {
            reader.simple("publication-conditions.sql", left);
        }
        if (rules) {
            reader.rules(left);
        }
        return new Expressions(Expressions.SHAPE, server, reader.lines);
    }

    /** The things whose expressions pg_dump may have read as they were before, or as they are since. */
    public static Set<String> changed(NeutralSession session) throws SQLException {
        return Set.copyOf(session.list(Query.text("changed.sql"), row -> PlainNames.in(row.getString(1))));
    }

    private record Found(String key, String statement) {}

    private void simple(String query, String without) throws SQLException {
        session.unlocked(() -> {
            session.execute(BRIEFLY);
            session.each(Query.text(query), row -> found(row, 1).ifPresent(this::add), without);
            return lines;
        });
    }

    private void rules(String without) throws SQLException {
        List<Long> last = List.of(0L);
        while (!last.isEmpty()) {
            long after = last.getLast();
            List<Long> read = new ArrayList<>();
            List<Optional<Found>> found = session.unlocked(() -> {
                session.execute(BRIEFLY);
                return session.list(
                        Query.text("rules.sql"),
                        row -> {
                            read.add(row.getLong(1));
                            return found(row, 2);
                        },
                        without,
                        String.valueOf(after));
            });
            found.stream().flatMap(Optional::stream).forEach(this::add);
            last = read;
        }
    }

    private Optional<Found> found(ResultSet row, int column) throws SQLException {
        @Nullable String statement = row.getString(column + 3);
        String key = PlainNames.in(row.getString(column + 1) + "\t" + row.getString(column + 2));
        return statement != null && choice.has(row.getLong(column), key)
                ? Optional.of(new Found(key, statement))
                : Optional.empty();
    }

    private void add(Found found) {
        lines.add(found.key() + "\t" + digest(found.statement()));
    }

    private String digest(String statement) {
        if (statement.length() > SHORT) {
            return parsed(statement);
        }
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        return Objects.requireNonNull(remembered.computeIfAbsent(statement, this::parsed));
    }

    private String parsed(String statement) {
        return Shape.of(parser, statement).orElse(Expressions.UNKNOWN);
    }
}
