package dev.stillhouse.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Corpus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqlParserTest {
    private static final SqlParser PARSER = new SqlParser();

    static List<String> accepted() {
        return Corpus.lines("sql/accepted.sql");
    }

    static List<String> rejected() {
        return Corpus.lines("sql/rejected.sql");
    }

    @ParameterizedTest
    @MethodSource
    void accepted(String sql) {
        assertThat(statements(sql)).extracting(Statement::text).containsExactly(sql);
    }

    @ParameterizedTest
    @MethodSource
    void rejected(String sql) {
        assertThat(PARSER.parse(sql)).isInstanceOf(Parse.Rejected.class);
        assertThat(statements("SELECT 1")).hasSize(1);
    }

    @Test
    void allOfTheCorpusInOneText() {
        List<String> corpus =
                accepted().stream().map(line -> line.replaceAll(" -- .*", "")).toList();

        assertThat(statements(String.join(";\n", corpus) + ";"))
                .extracting(Statement::text)
                .containsExactlyElementsOf(corpus);
    }

    @Test
    void theServersMessageIsKept() {
        assertThat(PARSER.parse("SELECT * FORM t")).isEqualTo(new Parse.Rejected("syntax error at or near \"FORM\""));
    }

    @Test
    void positionsAreNotMistakenBehindLettersOfSeveralBytes() {
        assertThat(statements("SELECT 'größer 🐘'; /* ä */ DROP TABLE ö ; "))
                .extracting(Statement::text)
                .containsExactly("SELECT 'größer 🐘'", "DROP TABLE ö");
    }

    @Test
    void aTextWithoutStatementsIsAccepted() {
        assertThat(statements("")).isEmpty();
        assertThat(statements(" ;; -- nothing")).isEmpty();
    }

    @Test
    void whatIsTooDeepOrTooLargeIsRejectedAndTheNextIsNot() {
        String deep = "SELECT " + "(".repeat(50_000) + "1" + ")".repeat(50_000);
        assertThat(PARSER.parse(deep)).isInstanceOf(Parse.Rejected.class);
        assertThat(statements("SELECT 1")).hasSize(1);

        String large = "INSERT INTO t VALUES " + "(1, 'abc'), ".repeat(60_000) + "(1, 'abc')";
        assertThat(PARSER.parse(large)).isInstanceOf(Parse.Rejected.class);
        assertThat(statements("SELECT 1")).hasSize(1);
    }

    @Test
    void aLongStatementIsAccepted() {
        assertThat(statements("INSERT INTO t VALUES " + "(1, 'abc'), ".repeat(1_000) + "(1, 'abc')"))
                .hasSize(1);
    }

    @Test
    void aNulCharacterDoesNotHideTheRest() {
        assertThat(PARSER.parse("SELECT 1;\0 DROP TABLE t")).isInstanceOf(Parse.Rejected.class);
    }

    @Test
    void severalThreadsTakeTurns() {
        SqlParser parser = SqlParser.inBackground();

        assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> parser.parse("DROP TABLE t" + i)))
                .allSatisfy(parse -> assertThat(parse).isInstanceOf(Parse.Accepted.class));
    }

    private static List<Statement> statements(String sql) {
        Parse parse = PARSER.parse(sql);
        assertThat(parse).isInstanceOf(Parse.Accepted.class);
        return ((Parse.Accepted) parse).statements();
    }
}
