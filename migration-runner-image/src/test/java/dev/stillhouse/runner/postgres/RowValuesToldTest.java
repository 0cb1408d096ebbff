package dev.stillhouse.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.url.DatabaseUrl;
import dev.stillhouse.runner.url.UrlParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server repeats of rows in its errors is told by nobody. */
class RowValuesToldTest {
    @TempDir
    Path folder;

    private final Postgres.Database database = Postgres.create();
    private final DatabaseUrl url = UrlParser.parse(database.url()).fold(it -> it, trouble -> {
        throw new AssertionError(trouble.message());
    });
    private final List<String> said = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT 'jane'::text::int          | invalid input syntax for type integer
            SELECT to_tsquery('jane x'::text) | syntax error in tsquery
            SELECT public.look_up('jane')     | relation "***" does not exist
            """)
    void ofQueries(String query, String said) {
        database.execute("CREATE FUNCTION look_up(name text) RETURNS void LANGUAGE plpgsql"
                + " AS $$ BEGIN EXECUTE format('SELECT 1 FROM %I', name); END $$");
        Result<Integer> failed = NeutralSession.open(url, null, "test", new Cancellation())
                .then(session -> {
                    try (session) {
                        return Result.ok(session.one(query, row -> row.getInt(1)));
                    } catch (SQLException e) {
                        assertThat(e.getMessage()).doesNotContain("DETAIL");
                        return NeutralSession.failed(e);
                    }
                });

        assertThat(message(failed)).contains(said).doesNotContain("jane");
    }

    /** The rows are there twice, as they were before. */
    @Test
    void ofRestores() throws Exception {
        database.execute("CREATE TABLE people (mail text CONSTRAINT once UNIQUE)");
        database.execute("INSERT INTO people VALUES ('jane@example.com')");
        Path dump = dumped();

        Result<Path> failed = Archive.entries(ClientTools.newest(), dump, new Cancellation())
                .then(entries -> PgRestore.run(
                        ClientTools.newest(),
                        new PgRestore.Order(
                                url,
                                "test",
                                dump,
                                1,
                                List.of("--data-only"),
                                entries.stream()
                                        .filter(it -> it.is("TABLE DATA"))
                                        .toList()),
                        said::add,
                        new Cancellation()));

        assertThat(message(failed)).contains("once", "people", "left out").doesNotContain("jane");
        assertThat(said).isNotEmpty().noneMatch(line -> line.contains("jane"));
    }

    private Path dumped() throws Exception {
        Path dump = Files.createDirectories(folder.resolve("dump"));
        int code = new ProcessBuilder(
                        ClientTools.newest().program("pg_dump"),
                        "--format=directory",
                        "--file=" + dump,
                        "--dbname=" + database.url())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
        return dump;
    }

    private static String message(Result<?> result) {
        return result.fold(
                value -> {
                    throw new AssertionError("it did not fail");
                },
                Trouble::message);
    }
}
