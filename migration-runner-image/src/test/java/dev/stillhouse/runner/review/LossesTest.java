package dev.stillhouse.runner.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.model.TableLoss.By;
import dev.stillhouse.runner.sql.SqlParser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tables the findings of a plan are about. */
class LossesTest {
    private static final SqlParser PARSER = SqlParser.inBackground();

    /** Of a plan with a step for each text. */
    private static Losses losses(String... steps) {
        List<RenderedStep> plan = Stream.of(steps)
                .map(sql -> new RenderedStep("b2", List.of(sql), null, List.of()))
                .toList();
        return new DestructiveReview(PARSER).of(plan, Catalog.UNKNOWN).losses();
    }

    private static void assertLosses(String sql, TableLoss... tables) {
        assertThat(losses(sql)).as(sql).isEqualTo(new Losses.Known(List.of(tables)));
    }

    private static TableLoss loss(String name, By by) {
        return new TableLoss(null, name, by);
    }

    @Test
    void whatIsLostInAnyCaseIsKnownWhereMoreMayBe() {
        assertCertain("DROP TABLE s.a CASCADE", new TableLoss("s", "a", By.DEFINITION));
        assertCertain("DELETE FROM a WHERE tell(x)", loss("a", By.DELETE));
        assertCertain("DROP SCHEMA s CASCADE", TableLoss.ofSchema("s"));
        assertCertain("DROP EXTENSION hstore, cron", TableLoss.ofExtension("hstore"), TableLoss.ofExtension("cron"));
        assertCertain("SELECT tell(); DROP TABLE a", loss("a", By.DEFINITION));
    }

    private static void assertCertain(String sql, TableLoss... tables) {
        assertThat(losses(sql)).as(sql).isInstanceOf(Losses.Unknown.class);
        assertThat(losses(sql).tables()).as(sql).containsExactly(tables);
    }

    @Test
    void statementsNameTheirTables() {
        assertLosses("ALTER TABLE orders DROP COLUMN note", loss("orders", By.DEFINITION));
        assertLosses("ALTER TABLE s.orders ALTER a TYPE int USING 1", new TableLoss("s", "orders", By.DEFINITION));
        assertLosses("ALTER TABLE \"Old Orders\" SET UNLOGGED", loss("Old Orders", By.DEFINITION));
        assertLosses(
                "DROP TABLE orders, db.s.lines",
                loss("orders", By.DEFINITION),
                new TableLoss("s", "lines", By.DEFINITION));
        assertLosses("TRUNCATE a, b", loss("a", By.TRUNCATE), loss("b", By.TRUNCATE));
        assertLosses("TRUNCATE a CASCADE", loss("a", By.TRUNCATE_CASCADE));
        assertLosses("DELETE FROM a USING b", loss("a", By.DELETE));
        assertLosses("DO $$ BEGIN DELETE FROM a; DELETE FROM b; END $$", loss("a", By.DELETE), loss("b", By.DELETE));
        assertLosses("UPDATE a SET x = 1 FROM b", loss("a", By.UPDATE));
        assertLosses(
                "INSERT INTO a VALUES (1) ON CONFLICT (x) DO UPDATE SET y = 2",
                loss("a", By.UPDATE),
                loss("a", By.INSERT));
        assertLosses(
                "MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN DELETE",
                loss("a", By.UPDATE),
                loss("a", By.DELETE),
                loss("a", By.INSERT));
        assertLosses(
                "WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone",
                loss("a", By.DELETE),
                loss("b", By.INSERT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO b VALUES (1)",
                "INSERT INTO b VALUES (1) ON CONFLICT DO NOTHING",
                "WITH more AS (INSERT INTO b VALUES (1) RETURNING *) SELECT * FROM more",
                "DO $$ BEGIN INSERT INTO b VALUES (1); END $$",
                "COPY b FROM STDIN",
                "MERGE INTO b USING c ON b.x = c.x WHEN NOT MATCHED THEN INSERT VALUES (1)",
                "CREATE TABLE b_1 PARTITION OF b FOR VALUES IN (1); INSERT INTO b VALUES (1)",
                "CREATE TABLE new (x int); INSERT INTO new VALUES (1); INSERT INTO b SELECT * FROM new",
            })
    void whatIsInsertedBesideAFindingCountsToo(String insert) {
        Losses.Known expected = new Losses.Known(List.of(loss("a", By.DELETE), loss("b", By.INSERT)));

        assertThat(losses("DELETE FROM a", insert)).isEqualTo(expected);
        assertThat(losses(insert, "DELETE FROM a")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY b TO STDOUT",
                "CREATE TABLE c AS SELECT * FROM b",
                "CREATE TABLE c (x int) ; INSERT INTO c VALUES (1)",
                "EXPLAIN INSERT INTO b VALUES (1)",
            })
    void whatGoesToNoOlderTableDoesNot(String other) {
        assertThat(losses("DELETE FROM a", other)).isEqualTo(new Losses.Known(List.of(loss("a", By.DELETE))));
    }

    @Test
    void whereNamesAreNotToBeTrustedAnInsertIsNoneEither() {
        assertThat(losses(
                        "DELETE FROM a",
                        "CREATE TRIGGER t AFTER INSERT ON b EXECUTE FUNCTION f()",
                        "INSERT INTO b VALUES (1)"))
                .isInstanceOf(Losses.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE a CASCADE",
                "ALTER TABLE a DROP COLUMN b CASCADE",
                "ALTER TYPE a DROP ATTRIBUTE b",
                "DROP SCHEMA s CASCADE",
                "DO $$ BEGIN END $$",
                "SELECT something()",
                "DELETE FROM a WHERE something()",
                "ALTER TABLE a ALTER b TYPE int USING something(b)",
                "DROP EXTENSION hstore",
                "this is no SQL",
                "DELETE FROM a; DROP OWNED BY clerk",
            })
    void otherThingsCanBeOfAnyTable(String sql) {
        assertThat(losses(sql)).isInstanceOf(Losses.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE b RENAME TO a",
                "DO $$ BEGIN ALTER TABLE b RENAME TO a; END $$",
                "ALTER TABLE s.b SET SCHEMA t",
                "ALTER SCHEMA s RENAME TO t",
                "CREATE VIEW a AS SELECT * FROM b",
                "CREATE TRIGGER t AFTER DELETE ON a EXECUTE FUNCTION f()",
                "CREATE RULE r AS ON DELETE TO a DO ALSO DELETE FROM b",
                "ALTER TABLE a ENABLE TRIGGER t",
                "ALTER TABLE p ATTACH PARTITION b FOR VALUES IN (1)",
                "ALTER TABLE b INHERIT a",
                "ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a ON DELETE CASCADE",
                "ALTER TABLE b ADD COLUMN x int DEFAULT 1 REFERENCES a ON UPDATE SET NULL",
            })
    void afterSomeStatementsNamesAreNotToBeTrusted(String before) {
        assertThat(losses(before, "DELETE FROM a")).isInstanceOf(Losses.Unknown.class);
        assertThat(losses("DELETE FROM a", before)).isEqualTo(new Losses.Known(List.of(loss("a", By.DELETE))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE a RENAME COLUMN x TO y",
                "ALTER TABLE a RENAME CONSTRAINT x TO y",
                "ALTER TABLE a ADD COLUMN x int NOT NULL DEFAULT 1",
                "ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a",
                "CREATE TABLE c (x int REFERENCES a ON DELETE CASCADE)",
                "CREATE INDEX ON a (x)",
                "CREATE SCHEMA s",
                "SET search_path = s",
                "COMMENT ON TABLE a IS 'x'",
                "DROP VIEW v",
            })
    void afterOthersTheyAre(String before) {
        assertThat(losses(before, "DELETE FROM a")).isEqualTo(new Losses.Known(List.of(loss("a", By.DELETE))));
    }
}
