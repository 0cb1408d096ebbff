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

/** What a server repeats of rows in its errors is told by nobody. */
class RowValuesToldTest {
    @TempDir
    Path folder;

    private final Postgres.Database database = Postgres.create();
    private final DatabaseUrl url = UrlParser.parse(database.url()).fold(it -> it, trouble -> {
        throw new AssertionError(trouble.message());
    });
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void ofQueries() {
        Result<Integer> failed = NeutralSession.open(url, null, "test", new Cancellation())
                .then(session -> {
                    try (session) {
                        return Result.ok(session.one("SELECT 'jane'::text::int", row -> row.getInt(1)));
                    } catch (SQLException e) {
                        assertThat(e.getMessage()).doesNotContain("DETAIL");
                        return NeutralSession.failed(e);
                    }
                });

        assertThat(message(failed))
                .contains("invalid input syntax for type integer")
                .doesNotContain("jane");
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
