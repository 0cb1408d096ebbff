package dev.stillhouse.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.runner.fixture.Certificates;
import dev.stillhouse.runner.fixture.TokenPostgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.url.DatabaseReader;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs of PostgreSQL that connect again long after they were started. With those of this machine, if there are any: those
 * of the other tests were built without TLS.
 */
class TokensOfProgramsTest {
    private static final Duration RENEWAL = Duration.ofMillis(500);

    @TempDir
    private static Path files;

    private static TokenPostgres postgres;
    private static Certificates certificates;
    private static PgTools tools;

    @BeforeAll
    static void start() throws Exception {
        Result<PgTools> here = PgTools.find(Map.of("PATH", System.getenv("PATH")));
        assumeThat(here).isInstanceOf(Result.Ok.class);
        tools = ((Result.Ok<PgTools>) here).value();
        certificates = Certificates.make(files);
        postgres = TokenPostgres.start(certificates);
        TokenPostgres.identify();
        postgres.life(Duration.ofSeconds(6));
    }

    @AfterAll
    static void stop() {
        TokenPostgres.forgetIdentity();
        if (postgres != null) {
            postgres.close();
        }
    }

    private static DatabaseUrl url(String database) {
        return DatabaseReader.read(Map.of(
                        DatabaseVariables.URL,
                        postgres.url(database),
                        DatabaseVariables.AUTH,
                        DatabaseVariables.AWS_IAM,
                        DatabaseVariables.AWS_REGION,
                        TokenPostgres.REGION,
                        DatabaseVariables.TLS_MODE,
                        "verify-full",
                        DatabaseVariables.TLS_CA,
                        certificates.authority().toString()))
                .fold(url -> url, trouble -> {
                    throw new AssertionError(trouble.message());
                });
    }

    private static List<String> run(DatabaseUrl url, String program, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(tools.program(program), ConnectionFile.database(url), "--no-password", "--jobs=2"));
        command.addAll(List.of(options));
        List<String> lines = new ArrayList<>();
        try (ConnectionFile connection =
                ((Result.Ok<ConnectionFile>) ConnectionFile.of(url, "test", RENEWAL)).value()) {
            ToolProcess.Ended ended =
                    new ToolProcess(connection.environment(), lines::add, new Cancellation()).run(command, "");
            assertThat(ended.code()).as(ended.words() + postgres.objections()).isZero();
        }
        return lines;
    }

    /** The rows are put back for longer than a token lives; the leader comes back after that. */
    @Test
    void aDumpAndARestoreOutliveTheirFirstToken() throws Exception {
        postgres.create("slow");
        postgres.create("copy");
        postgres.execute("slow", """
                SET ROLE app;
                CREATE FUNCTION slow(int) RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT pg_sleep(8) IS NOT NULL';
                CREATE TABLE a (id int CHECK (slow(id)));
                CREATE TABLE b (id int);
                INSERT INTO a VALUES (1);
                INSERT INTO b VALUES (1);
                CREATE VIEW last AS SELECT * FROM a, b AS other (other);
                """);
        Path folder = files.resolve("dump");
        int before = postgres.tokens().size();

        run(url("slow"), "pg_dump", "--format=directory", "--file=" + folder);
        run(url("copy"), "pg_restore", folder.toString());

        List<String> used = postgres.tokens().subList(before, postgres.tokens().size());
        assertThat(used).as("the leaders, their workers, and the leader again").hasSizeGreaterThanOrEqualTo(7);
        assertThat(used.getLast()).isNotEqualTo(used.getFirst());
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.map(Path::toString)).noneMatch(path -> path.endsWith(".passwords"));
        }
    }
}
