package dev.stillhouse.runner.contents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fingerprint.Expressions;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.url.UrlParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Functions and triggers can be replaced while all tables are open: pg_dump has one of them, and the manifest perhaps the other. */
class ChangedDuringDumpTest {
    private static final String THINGS = """
            CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 1);
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
            CREATE TRIGGER first BEFORE UPDATE ON t FOR EACH ROW WHEN (old.a <> new.a) EXECUTE FUNCTION touch();
            CREATE TRIGGER second BEFORE UPDATE ON t FOR EACH ROW WHEN (old.a <> new.a) EXECUTE FUNCTION touch();
            CREATE FUNCTION one(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql RETURN a + b;
            CREATE FUNCTION two(a int) RETURNS int LANGUAGE sql RETURN a;
            CREATE FUNCTION three(a int) RETURNS int LANGUAGE sql RETURN a""";

    private final Postgres.Database database = Postgres.create();

    private Contents during(Runnable dump) {
        return Snapshot.open(
                        UrlParser.parse(database.url()).fold(url -> url, trouble -> {
                            throw new AssertionError(trouble.message());
                        }),
                        null,
                        "test",
                        Integer.MAX_VALUE,
                        Exclusion.NONE,
                        new Cancellation())
                .then(snapshot -> {
                    try (snapshot) {
                        return ContentReader.read(snapshot, new Selection.All(""), List.of(), 1, message -> {})
                                .then(contents -> {
                                    dump.run();
                                    return ContentReader.afterTheDump(snapshot, contents);
                                });
                    }
                })
                .fold(contents -> contents, trouble -> {
                    throw new AssertionError(trouble.message());
                });
    }

    private static List<String> unknown(Contents contents) {
        Expressions expressions = Objects.requireNonNull(contents.expressions());
        return expressions.lines().stream().filter(line -> line.endsWith("\t-")).toList();
    }

    @Test
    void whatWasReplacedSinceTheSnapshotIsNotCompared() throws SQLException {
        database.execute(THINGS);
        try (Connection undecided = database.connect("undecided")) {
            undecided.setAutoCommit(false);

            Contents contents = during(() -> {
                database.execute(
                        "CREATE OR REPLACE FUNCTION one(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql RETURN a - b");
                database.execute("CREATE OR REPLACE TRIGGER first BEFORE UPDATE ON t FOR EACH ROW WHEN (old.a > new.a)"
                        + " EXECUTE FUNCTION touch()");
                Postgres.Database.execute(
                        undecided, "CREATE OR REPLACE FUNCTION two(a int) RETURNS int LANGUAGE sql RETURN a + 2");
            });

            assertThat(Objects.requireNonNull(contents.expressions()).lines()).hasSize(7);
            assertThat(unknown(contents))
                    .containsExactly(
                            "function public.one(a integer, b integer)\tbody\t-",
                            "function public.one(a integer, b integer)\tdefault of arguments\t-",
                            "function public.two(a integer)\tbody\t-",
                            "trigger first on public.t\tcondition\t-");
        }
    }

    @Test
    void whatWasRolledBackBeforeItIs() throws SQLException {
        database.execute(THINGS);
        try (Connection undone = database.connect("undone")) {
            undone.setAutoCommit(false);
            Postgres.Database.execute(
                    undone, "CREATE OR REPLACE FUNCTION two(a int) RETURNS int LANGUAGE sql RETURN a + 2");
            undone.rollback();
        }

        assertThat(unknown(during(() -> {}))).isEmpty();
    }
}
