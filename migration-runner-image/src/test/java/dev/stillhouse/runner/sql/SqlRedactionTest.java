package dev.stillhouse.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Corpus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqlRedactionTest {
    private static final SqlParser PARSER = new SqlParser();
    private static final SqlRedaction REDACTION = new SqlRedaction();

    static List<String> corpus() {
        return Corpus.lines("sql/accepted.sql");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    CREATE ROLE app LOGIN PASSWORD 's3cret' | CREATE ROLE app LOGIN PASSWORD '…'
                    INSERT INTO k (a, b) VALUES ('it''s', 7) | INSERT INTO k (a, b) VALUES ('…', 7)
                    SELECT E'a\\'s3cret', e'\\\\', 'b\\' | SELECT E'…', e'…', '…'
                    SELECT type'x', U&'d\\0061t' | SELECT type'…', U&'…'
                    SELECT "it's", 'x', "a""'" | SELECT "it's", '…', "a""'"
                    SELECT '' , $$$$ | SELECT '' , $$$$
                    DO $do$ BEGIN PERFORM 's3cret'; END $do$ | DO $do$…$do$
                    SELECT $1, a$b$, $$s3cret$$ FROM t$ | SELECT $1, a$b$, $$…$$ FROM t$
                    SELECT 1 -- s3cret | SELECT 1
                    SELECT /* a /* s3cret */ b */ 1 | SELECT   1
                    INSERT INTO k VALUES (%(a)s, %s, '%s') | INSERT INTO k VALUES (%(a)s, %s, '…')
                    SELECT 5 % 3, B'101', X'1F' | SELECT 5 % 3, B'…', X'…'
                    """)
    void whatStandsInLiteralsAndCommentsIsTakenOut(String sql, String told) {
        assertThat(REDACTION.sql(sql)).isEqualTo(told);
    }

    /** With what the server calls standard_conforming_strings off, PostgreSQL would read it otherwise than the parser. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    SELECT 'a\\'s3cret'
                    SELECT 's3cret
                    SELECT $a$s3cret$b$
                    SELECT "s3cret
                    INSERT INTO k VALUE 's3cret'
                    \\set password 's3cret'
                    """)
    void whatCannotBeParsedIsLeftOutWhole(String sql) {
        assertThat(REDACTION.sql(sql)).isEqualTo(SqlRedaction.UNPARSABLE);
    }

    @Test
    void aCommentAloneIsLeftOut() {
        assertThat(REDACTION.sql("-- the key is s3cret")).isEqualTo(SqlRedaction.COMMENT);
    }

    @Test
    void remarksOfTheRunStay() {
        assertThat(REDACTION.sql("DELETE FROM k WHERE a = 's3cret';\n-- 6 times"))
                .isEqualTo("DELETE FROM k WHERE a = '…';\n-- 6 times");
        assertThat(REDACTION.sql("-- and 3 more")).isEqualTo("-- and 3 more");
        assertThat(REDACTION.sql("-- It did not come to its end.")).isEqualTo("-- It did not come to its end.");
    }

    @Test
    void aMessageDoesNotRepeatWhatIsHidden() {
        assertThat(SqlRedaction.message(
                        "invalid input syntax for type integer: \"s3cret\".", "INSERT INTO k VALUES ('s3cret', 'a')"))
                .isEqualTo("invalid input syntax for type integer: \"…\".");
    }

    /** Words of the grammar, such as those of SET, are constants to the parser too; they stand without quotes. */
    @ParameterizedTest
    @MethodSource("corpus")
    void noConstantOfAnyStatementIsTold(String sql) {
        var told = REDACTION.sql(sql);
        if (!told.startsWith("-- LEFT OUT")) {
            assertThat(PARSER.parse(told))
                    .isInstanceOfSatisfying(
                            Parse.Accepted.class,
                            accepted -> assertThat(accepted.statements().stream()
                                            .flatMap(statement -> statement.tree().withDescendants().stream())
                                            .filter(node -> node.is("A_Const"))
                                            .map(SqlRedactionTest::constant))
                                    .noneMatch(constant -> isQuoted(told, constant)));
        }
    }

    @Test
    void hardlyAnyStatementIsLeftOut() {
        var leftOut = corpus().stream()
                .filter(sql -> REDACTION.sql(sql).startsWith("-- LEFT OUT"))
                .toList();
        assertThat(leftOut).hasSizeLessThan(corpus().size() / 50 + 1);
    }

    private static boolean isQuoted(String told, String constant) {
        return !constant.isEmpty()
                && !constant.equals("…")
                && (told.contains("'" + constant + "'") || told.contains("$" + constant + "$"));
    }

    private static String constant(Node node) {
        return List.of("sval", "bsval").stream()
                .map(node::child)
                .filter(child -> child != null)
                .map(child -> child.text("sval") + child.text("bsval"))
                .findFirst()
                .orElse("");
    }
}
