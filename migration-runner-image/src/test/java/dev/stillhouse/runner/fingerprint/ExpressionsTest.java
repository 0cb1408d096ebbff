package dev.stillhouse.runner.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.UrlParser;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An expression of any kind is told when it is another one in the copy. */
class ExpressionsTest {
    private static final String THINGS = """
            CREATE DOMAIN code AS text DEFAULT 'secret' CHECK (VALUE <> 'secret');
            CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 1, twice int GENERATED ALWAYS AS (a * 2) STORED, v varchar(9),
                CONSTRAINT positive CHECK (a > 0));
            CREATE TABLE parts (a int, v text) PARTITION BY RANGE ((a + 1), lower(v));
            CREATE INDEX by_lower ON t (lower(v), a) WHERE v <> 'secret';
            CREATE STATISTICS lowered ON lower(v), (a + 1) FROM t;
            CREATE POLICY seen ON t USING (a > 1) WITH CHECK (a > 2);
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
            CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW WHEN (old.a <> new.a) EXECUTE FUNCTION touch();
            CREATE VIEW seen AS SELECT id, v FROM t WHERE v IN ('new', 'old');
            CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM t WHERE a > 1;
            CREATE RULE no_delete AS ON DELETE TO t WHERE old.a > 1 DO INSTEAD NOTHING;
            CREATE FUNCTION plus(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + b;
            DO $do$ BEGIN
                EXECUTE 'CREATE PROCEDURE clean(a int) LANGUAGE sql BEGIN ATOMIC DELETE FROM t WHERE id = a; END';
            END $do$;
            CREATE PUBLICATION larger FOR TABLE t WHERE (id > 1) WITH (publish = 'insert');
            """;
    private static NeutralSession session;
    private static Expressions before;

    @BeforeAll
    static void aDatabaseWithExpressionsOfEveryKind() throws SQLException {
        Postgres.Database database = Postgres.create();
        database.execute(THINGS);
        session = UrlParser.parse(database.url())
                .then(url -> NeutralSession.open(url, null, "test", new Cancellation()))
                .fold(opened -> opened, trouble -> {
                    throw new AssertionError(trouble.message());
                });
        session.execute("BEGIN");
        before = read();
        session.execute("ROLLBACK");
    }

    @AfterAll
    static void itIsLeft() {
        session.close();
    }

    private static Expressions read() throws SQLException {
        return ExpressionReader.read(session, Set.of(), true, (relation, key) -> true);
    }

    private static List<String> differences(String change) throws SQLException {
        session.execute("BEGIN");
        try {
            Set<String> things = SchemaDifference.subjects(SchemaReader.read(session));
            session.execute("SET LOCAL search_path = public");
            session.execute(change);
            session.execute("SET LOCAL search_path = ''");
            things.retainAll(SchemaDifference.subjects(SchemaReader.read(session)));
            ExpressionDifference difference = ExpressionDifference.between(before, read(), things);
            assertThat(difference.certain()).isTrue();
            return difference.clauses();
        } finally {
            session.execute("ROLLBACK");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "default of column public.t.a | ALTER TABLE t ALTER a SET DEFAULT 2",
                "expression of column public.t.twice | ALTER TABLE t ALTER twice SET EXPRESSION AS (a * 3)",
                "default of type public.code | ALTER DOMAIN code SET DEFAULT 'other'",
                "condition of constraint code_check on public.code | ALTER DOMAIN code DROP CONSTRAINT code_check; ALTER DOMAIN code ADD CONSTRAINT code_check CHECK (VALUE <> 'other')",
                "condition of constraint positive on public.t | ALTER TABLE t DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (a >= 0)",
                "partition key of table public.parts | DROP TABLE parts; CREATE TABLE parts (a int, v text) PARTITION BY RANGE ((a + 1), upper(v))",
                "expression of index by_lower on public.t | DROP INDEX by_lower; CREATE INDEX by_lower ON t (upper(v), a) WHERE v <> 'secret'",
                "condition of index by_lower on public.t | DROP INDEX by_lower; CREATE INDEX by_lower ON t (lower(v), a) WHERE v <> 'other'",
                "expression of statistics public.lowered | DROP STATISTICS lowered; CREATE STATISTICS lowered ON lower(v), (a + 2) FROM t",
                "condition of policy seen on public.t | ALTER POLICY seen ON t USING (a > 3)",
                "check of policy seen on public.t | ALTER POLICY seen ON t WITH CHECK (a > 3)",
                "condition of trigger touched on public.t | CREATE OR REPLACE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW WHEN (old.v <> new.v) EXECUTE FUNCTION touch()",
                "query of view public.seen | CREATE OR REPLACE VIEW seen AS SELECT id, v FROM t WHERE v IN ('new', 'other')",
                "query of materialized view public.counted | DROP MATERIALIZED VIEW counted; CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM t WHERE a > 2",
                "definition of rule no_delete on public.t | CREATE OR REPLACE RULE no_delete AS ON DELETE TO t WHERE old.a > 2 DO INSTEAD NOTHING",
                "default of arguments of function public.plus(a integer, b integer) | CREATE OR REPLACE FUNCTION plus(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + b",
                "body of function public.plus(a integer, b integer) | CREATE OR REPLACE FUNCTION plus(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE RETURN a - b",
                "body of procedure public.clean(a integer) | DO $do$ BEGIN EXECUTE 'CREATE OR REPLACE PROCEDURE clean(a int) LANGUAGE sql BEGIN ATOMIC DELETE FROM t WHERE id <> a; END'; END $do$",
                "condition for public.t of publication larger | ALTER PUBLICATION larger SET TABLE t WHERE (id > 2)",
            })
    void anotherExpressionIsTold(String what, String change) throws SQLException {
        assertThat(differences(change)).containsExactly(what + " is not as in the database");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ALTER TABLE t DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (((a) > 0))",
                "CREATE OR REPLACE VIEW seen AS SELECT x.id, x.v FROM public.t AS x WHERE FALSE; CREATE OR REPLACE VIEW seen AS SELECT t.id, t.v FROM t WHERE v = ANY (ARRAY['new'::varchar::text, 'old'::varchar::text])",
                "DROP VIEW seen; CREATE VIEW other AS SELECT 1 AS one",
                "DROP TABLE parts",
            })
    void whatSaysTheSameAndWhatIsMissingIsNot(String change) throws SQLException {
        assertThat(differences(change)).isEmpty();
    }

    @Test
    void noneIsKeptAsItIsWritten() {
        assertThat(before.lines()).allMatch(line -> line.matches(".*\t[0-9a-f]{16}"));
        assertThat(String.join("\n", before.lines())).doesNotContain("secret");
    }

    @Test
    void onlyThoseThatAreWantedAreReadAndNoLockIsKept() throws SQLException {
        session.execute("BEGIN");
        try {
            Expressions some = ExpressionReader.read(
                    session, Set.of(), true, (relation, key) -> key.endsWith("\tquery") && relation != 0);
            assertThat(some.lines()).hasSize(2);
            assertThat(ExpressionReader.read(session, Set.of(), true, some.choice()))
                    .isEqualTo(some);
            assertThat(session.<Integer>one(
                            "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation >= 16384",
                            row -> row.getInt(1)))
                    .as("locks that are kept on what was read")
                    .isZero();
        } finally {
            session.execute("ROLLBACK");
        }
    }
}
