package dev.stillhouse.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.RowLosses;
import dev.stillhouse.runner.model.TableLoss.By;
import dev.stillhouse.runner.sql.SqlParser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows a statement is going to change. */
class AffectedRowsTest {
    private static final SqlParser PARSER = SqlParser.inBackground();

    private static RowLosses rows(String... statements) {
        List<RenderedStep> plan =
                List.of(new RenderedStep("b2", Stream.of(statements).toList(), null, List.of()));
        return new DestructiveReview(PARSER).of(plan, Catalog.UNKNOWN).rows();
    }

    private static RowLoss only(String statement) {
        assertThat(rows(statement)).as(statement).isInstanceOf(RowLosses.Known.class);
        return ((RowLosses.Known) rows(statement)).statements().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    DELETE FROM a | SELECT "a".ctid FROM a
                    DELETE FROM ONLY s.a WHERE x = 1; | SELECT "a".ctid FROM ONLY s.a WHERE x = 1
                    delete from a as "B c" where "B c".x = ';' returning x | SELECT "B c".ctid FROM a as "B c" WHERE "B c".x = ';'
                    DELETE FROM a USING b JOIN c USING (id) WHERE a.x = b.x | SELECT "a".ctid FROM a, b JOIN c USING (id) WHERE a.x = b.x
                    WITH old AS (SELECT 1 AS x) DELETE FROM a USING old WHERE a.x = old.x | WITH old AS (SELECT 1 AS x) SELECT "a".ctid FROM a, old WHERE a.x = old.x
                    WITH delete AS (SELECT 1 AS x) DELETE FROM a USING delete | WITH delete AS (SELECT 1 AS x) SELECT "a".ctid FROM a, delete
                    UPDATE a SET x = 1 | SELECT "a".ctid FROM a
                    UPDATE a SET x = 'FROM b WHERE c' WHERE y = $$ WHERE $$ | SELECT "a".ctid FROM a WHERE y = $$ WHERE $$
                    UPDATE a SET x = y IS DISTINCT FROM z FROM b WHERE a.q = b.q | SELECT "a".ctid FROM a, b WHERE a.q = b.q
                    UPDATE a SET x = (SELECT q FROM b WHERE b.id = a.id) WHERE y > 1 | SELECT "a".ctid FROM a WHERE y > 1
                    UPDATE a SET (x, y) = (1, 2) /* WHERE */ WHERE z IS DISTINCT FROM 3 RETURNING z | SELECT "a".ctid FROM a WHERE z IS DISTINCT FROM 3
                    UPDATE "where" SET x = now() WHERE z < now() | SELECT "where".ctid FROM "where" WHERE z < now()
                    DELETE FROM a /* all */ -- of them | SELECT "a".ctid FROM a /* all */ -- of them
                    UPDATE a SET x = random() WHERE "returning" = 'Ä' | SELECT "a".ctid FROM a WHERE "returning" = 'Ä'
                    """)
    void canBeAskedBeforehand(String statement, String query) {
        assertThat(only(statement)
                        .affected()
                        .replaceAll("\\s+", " ")
                        .replace(" ,", ",")
                        .strip())
                .isEqualTo(query);
    }

    @Test
    void theColumnsThatAreSetAreKnown() {
        RowLoss row = only("UPDATE s.a SET (x, \"Y\") = (1, 2), z[1] = 3");

        assertThat(row.columns()).containsExactly("x", "Y", "z");
        assertThat(row.by()).isEqualTo(By.UPDATE);
        assertThat(row.schema()).isEqualTo("s");
        assertThat(row.table()).isEqualTo("a");
        assertThat(row.revision()).isEqualTo("b2");
        assertThat(only("DELETE FROM a").columns()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM a WHERE random() < 0.5",
                "DELETE FROM a WHERE id IN (SELECT id FROM a LIMIT 10)",
                "DELETE FROM a USING b TABLESAMPLE SYSTEM (1) WHERE a.id = b.id",
                "DELETE FROM a WHERE id IN (SELECT id FROM a FOR UPDATE SKIP LOCKED)",
                "DELETE FROM a WHERE CURRENT OF c",
                "DELETE FROM a WHERE f(id)",
                "WITH gone AS (DELETE FROM b RETURNING id) DELETE FROM a USING gone WHERE a.id = gone.id",
                "WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone",
                "DELETE FROM a; DELETE FROM b",
                "DELETE FROM a; -- and no more",
                "DO $$ BEGIN DELETE FROM a; END $$",
                "TRUNCATE a",
                "DROP TABLE a",
                "ALTER TABLE a DROP COLUMN x",
                "INSERT INTO a VALUES (1) ON CONFLICT (x) DO UPDATE SET y = 2",
                "MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE",
            })
    void orItCannot(String statement) {
        assertThat(rows(statement)).as(statement).isInstanceOf(RowLosses.Unknown.class);
        assertThat(rows("DELETE FROM z", statement)).as(statement).isInstanceOf(RowLosses.Unknown.class);
    }

    @Test
    void aStepThatCommitsByItselfIsNotAsked() {
        assertThat(rows("DELETE FROM a", "COMMIT", "BEGIN")).isInstanceOf(RowLosses.Unknown.class);
        assertThat(rows("SAVEPOINT s", "DELETE FROM a")).isInstanceOf(RowLosses.Unknown.class);
    }

    @Test
    void whatLosesNothingIsNotAsked() {
        assertThat(((RowLosses.Known) rows("CREATE TABLE n (x int)", "DELETE FROM n", "DELETE FROM a", "DELETE FROM a"))
                        .statements())
                .hasSize(1);
    }
}
