package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whether the user could bring the database back on the server that it is on. A verification restores as somebody who may
 * do more, and says nothing of that.
 */
final class Restorability {
    private static final String QUERY = "obstacles.sql";
    private static final int NAMED = 5;

    private Restorability() {}

    /** What can be in the way, each with a sentence of the user and of the names that the query gives. */
    private enum Kind {
        CREATION("The user %s could not restore it: ALTER ROLE %1$s CREATEDB;"),
        OWNERSHIP("The user %s could not put a restored database in the place of this one, which belongs to %s."),
        OWNER("The user %s could not give back what belongs to %s, which it is no member of: only a restore beside the"
                + " database (NewDatabase) could be made, with that as the user's."),
        EXTENSION("The user %s could not create the extensions %s, unless the server's provider lets it."),
        SUPERUSER("The user %s could not restore %s: that takes a superuser."),
        PUBLIC(
                "The user %s could not put a restored database in the place of this one: in a new one everybody may create"
                        + " in the schema public, and only %s can take that back."),
        VERSION("A restore by %s on this server creates extensions in other versions: %s.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    private record Obstacle(Kind kind, String name) {}

    /** What would be in the way, a sentence for each kind. */
    static List<String> obstacles(NeutralSession session) throws SQLException {
        List<Obstacle> found = session.list(
                query(), row -> new Obstacle(Kind.valueOf(row.getString(1)), Objects.requireNonNull(row.getString(2))));
        String connected = session.one("SELECT quote_ident(session_user)", row -> row.getString(1));
        String user = session.one("SELECT quote_ident(current_user)", row -> row.getString(1));
        List<String> sentences = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<String> names = found.stream()
                    .filter(it -> it.kind() == kind)
                    .map(Obstacle::name)
                    .toList();
            if (!names.isEmpty()) {
                boolean ofTheSession = kind == Kind.CREATION || kind == Kind.OWNERSHIP;
                sentences.add(kind.sentence.formatted(ofTheSession ? connected : user, some(names)));
            }
        }
        return sentences;
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    private static String query() {
        try (InputStream text = Objects.requireNonNull(Restorability.class.getResourceAsStream(QUERY))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
