package dev.stillhouse.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    private static final SqlParser PARSER = new SqlParser();

    private static Optional<String> shape(String statement) {
        return Shape.of(PARSER, statement);
    }

    /** On the left what a server writes, on the right what it writes after that was restored. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            (v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]) ~ (v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])
            ((a = 1) OR (a = b)) OR (a = c)              ~ (a = 1) OR (a = b) OR (a = c)
            (a AND b) AND (c AND d)                      ~ a AND b AND c AND d
            (SELECT 'a'::text)                           ~ (SELECT 'a'::text AS text)
            EXISTS (SELECT 1 UNION SELECT 2)             ~ EXISTS (SELECT 1 AS one UNION SELECT 2 AS two)
            x FROM public.f() f(a, b)                    ~ x FROM public.f() f(a, b, c)
            pg_catalog.lower(a)                          ~ lower(a)
            """)
    void whatAServerWritesInOtherWordsHasTheSameShape(String before, String after) {
        assertThat(shape("SELECT " + before)).isPresent().isEqualTo(shape("SELECT " + after));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            total > 0                      ~ total >= 0
            total > 0                      ~ total > 1
            total > 0                      ~ total > '0'
            total > 0                      ~ other > 0
            v = ANY (ARRAY['a', 'b'])      ~ v = ANY (ARRAY['b', 'a'])
            v = ANY (ARRAY['a', 'b'])      ~ v = ALL (ARRAY['a', 'b'])
            a OR b AND c                   ~ (a OR b) AND c
            NOT (NOT a)                    ~ NOT a
            NOT (a AND b)                  ~ NOT a AND b
            a - (b - c)                    ~ a - b - c
            upper(v)                       ~ lower(v)
            s.lower(v)                     ~ lower(v)
            v COLLATE "C"                  ~ v COLLATE "POSIX"
            a IS NULL                      ~ a IS NOT NULL
            count(a)                       ~ count(DISTINCT a)
            CASE WHEN a THEN b END         ~ CASE WHEN a THEN b ELSE c END
            a AS x FROM t                  ~ a AS y FROM t
            a FROM (SELECT b AS a FROM t)  ~ a FROM (SELECT a FROM t)
            a FROM t                       ~ a FROM s.t
            a FROM t JOIN u USING (a)      ~ a FROM t LEFT JOIN u USING (a)
            a FROM t ORDER BY a            ~ a FROM t ORDER BY a DESC
            x FROM f() f                   ~ x FROM f() g
            """)
    void whatSaysSomethingElseHasAnotherShape(String one, String other) {
        assertThat(shape("SELECT " + one)).isPresent().isNotEqualTo(shape("SELECT " + other));
    }

    @Test
    void ofAStatementWithDetailsOnlyTheExpressionCounts() {
        assertThat(shape("CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW WHEN (new.a > 1) EXECUTE FUNCTION f()"))
                .isEqualTo(shape(
                        "CREATE TRIGGER b AFTER UPDATE ON t FOR EACH ROW WHEN ((new.a > 1)) EXECUTE FUNCTION g()"));
        assertThat(shape("CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql STABLE RETURN a + 1"))
                .isEqualTo(shape("CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN (a + 1)"))
                .isNotEqualTo(shape("CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN (a + 2)"));
        assertThat(shape("CREATE STATISTICS s (mcv) ON (lower(a)), b FROM t"))
                .isEqualTo(shape("CREATE STATISTICS s ON lower(a), b FROM t"))
                .isNotEqualTo(shape("CREATE STATISTICS s ON upper(a), b FROM t"));
    }

    @Test
    void whatCannotBeReadHasNone() {
        assertThat(shape("SELECT 1 +")).isEmpty();
        assertThat(shape("SELECT 1; SELECT 2")).isEmpty();
        assertThat(shape("SELECT '" + "x".repeat(200_000) + "'")).isEmpty();
        assertThat(shape("SELECT " + "NOT (".repeat(1_000) + "a" + ")".repeat(1_000)))
                .isEmpty();
        assertThat(shape("SELECT 1")).isPresent();
    }
}
