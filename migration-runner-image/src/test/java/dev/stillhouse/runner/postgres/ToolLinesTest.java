package dev.stillhouse.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolLinesTest {
    private final ToolLines lines = new ToolLines();

    private List<String> told(String... said) {
        return Stream.of(said).map(lines::told).flatMap(Optional::stream).toList();
    }

    @Test
    void aKeyThatIsThereTwice() {
        assertThat(told(
                        "pg_restore: processing data for table \"public.people\"",
                        "pg_restore: error: COPY failed for table \"people\": ERROR:  duplicate key value violates unique"
                                + " constraint \"once\"",
                        "DETAIL:  Key (mail)=(jane",
                        "at home) already exists.",
                        "CONTEXT:  COPY people, line 3",
                        "pg_restore: warning: errors ignored on restore: 1"))
                .containsExactly(
                        "pg_restore: processing data for table \"public.people\"",
                        "pg_restore: error: COPY failed for table \"people\": ERROR:  duplicate key value violates unique"
                                + " constraint \"once\"",
                        "DETAIL:  (left out, as it may hold values of rows)",
                        "CONTEXT:  COPY people, line 3",
                        "pg_restore: warning: errors ignored on restore: 1");
    }

    @Test
    void aValueThatIsNone() {
        assertThat(told(
                        "pg_restore: error: COPY failed for table \"people\": ERROR:  invalid input syntax for type"
                                + " integer: \"jane\"",
                        "CONTEXT:  COPY people, line 3, column id: \"jane\""))
                .containsExactly(
                        "pg_restore: error: COPY failed for table \"people\": ERROR:  invalid input syntax for type"
                                + " integer: \"***\"",
                        "CONTEXT:  COPY people, line 3, column id");
    }

    @Test
    void aValueOfSeveralLines() {
        assertThat(told(
                        "pg_restore: error: could not execute query: ERROR:  invalid input value for enum mood: \"ja",
                        "ne\"",
                        "Command was: CREATE VIEW a AS",
                        " SELECT 1;",
                        "",
                        "pg_restore: creating VIEW \"public.b\""))
                .containsExactly(
                        "pg_restore: error: could not execute query: ERROR:  invalid input value for enum mood: \"***",
                        "Command was: CREATE VIEW a AS",
                        " SELECT 1;",
                        "",
                        "pg_restore: creating VIEW \"public.b\"");
    }

    @Test
    void aServerThatSpeaksAnotherLanguage() {
        assertThat(told(
                        "pg_restore: error: COPY failed for table \"people\": FEHLER:  ungültige Eingabesyntax für Typ"
                                + " integer: „jane“",
                        "KONTEXT:  COPY people, Zeile 3, Spalte id: „jane“",
                        "ZEILE 1: jane"))
                .containsExactly(
                        "pg_restore: error: COPY failed for table \"people\": FEHLER:  ungültige Eingabesyntax für"
                                + " Typ integer: „***“");
    }

    @Test
    void whatIsInTheWay() {
        List<String> said = List.of(
                "pg_restore: error: could not execute query: ERROR:  cannot drop table people because other objects depend"
                        + " on it",
                "DETAIL:  view names depends on table people",
                "view mails depends on table people",
                "HINT:  Use DROP ... CASCADE to drop the dependent objects too.",
                "Command was: DROP TABLE public.people;");

        assertThat(told(said.toArray(String[]::new))).isEqualTo(said);
    }

    @Test
    void namesStay() {
        List<String> said = List.of(
                "pg_restore: error: could not execute query: ERROR:  type \"mood\" does not exist",
                "pg_restore: error: could not execute query: ERROR:  unrecognized configuration parameter"
                        + " \"transaction_timeout\"",
                "pg_dump: error: connection to server at \"db\" (10.0.0.1), port 5432 failed: FATAL:  role \"app\" is not"
                        + " permitted to log in");

        assertThat(told(said.toArray(String[]::new))).isEqualTo(said);
    }

    /** As {@code pg_restore --list} prints it. */
    @Test
    void aTableOfContentsIsLeftAlone() {
        List<String> said =
                List.of(";     dbname: people", "3; 2615 2200 SCHEMA - public pg_database_owner", "", "; a:  b");

        assertThat(told(said.toArray(String[]::new))).isEqualTo(said);
    }
}
