package dev.stillhouse.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.DatabaseVariables;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.Certificates;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import dev.stillhouse.runner.fixture.Requests;
import dev.stillhouse.runner.fixture.Runner;
import dev.stillhouse.runner.fixture.TokenPostgres;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.PgTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs against a server that takes nothing but tokens of AWS. */
class TokensTest {
    @TempDir
    private static Path files;

    private static Certificates certificates;
    private static TokenPostgres postgres;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(files);
        postgres = TokenPostgres.start(certificates);
        TokenPostgres.identify();
    }

    @AfterAll
    static void stop() {
        TokenPostgres.forgetIdentity();
        postgres.close();
    }

    private static Map<String, String> variables(String database, String driver) {
        return new HashMap<>(Map.of(
                DatabaseVariables.URL,
                postgres.url(database).replace("postgresql:", "postgresql+" + driver + ":"),
                DatabaseVariables.AUTH,
                DatabaseVariables.AWS_IAM,
                DatabaseVariables.AWS_REGION,
                TokenPostgres.REGION,
                DatabaseVariables.TLS_MODE,
                "verify-full",
                DatabaseVariables.TLS_CA,
                certificates.authority().toString(),
                // The programs of this machine: those of the other tests were built without TLS.
                PgTools.VARIABLE,
                "",
                "PATH",
                System.getenv("PATH")));
    }

    private AlembicProject project() {
        return AlembicProject.in(folder.resolve("project"))
                .revision(
                        "a1", "op.execute('CREATE TABLE orders AS SELECT 1 AS id')", "op.execute('DROP TABLE orders')");
    }

    private RunRequest.Backup backup() {
        return new RunRequest.Backup(
                BackupPolicy.Destructive,
                BackupVerification.Digest,
                "shop/orders-1",
                new BackupStorage(folder.resolve("backups").toString(), null, folder.toString()),
                2,
                BackupScope.Database,
                BackupWriters.Continue,
                null,
                null);
    }

    private static void assertSucceeded(RunReport report) {
        assertThat(report.outcome())
                .as(report.message() + postgres.objections())
                .isEqualTo(Outcome.Succeeded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"psycopg2", "psycopg"})
    void upAndDownAgain(String driver) {
        postgres.create("shop_" + driver);
        Map<String, String> variables = variables("shop_" + driver, driver);
        AlembicProject project = project();
        int before = postgres.tokens().size();

        assertSucceeded(Runner.with(variables).run(Requests.migrate(project)));
        assertSucceeded(Runner.with(variables).run(Requests.migrate(project).to("base")));

        assertThat(postgres.tokens().size() - before)
                .as("the runner's connection and the project's, twice")
                .isGreaterThanOrEqualTo(4);
        assertThat(postgres.objections()).isEmpty();
    }

    @Test
    void aBackupBeforeTheWayDownAndBackFromIt() throws Exception {
        assumeThat(PgTools.find(Map.of("PATH", System.getenv("PATH")))).isInstanceOf(Result.Ok.class);
        Files.createDirectory(folder.resolve("backups"));
        postgres.create("kept");
        Map<String, String> variables = variables("kept", "psycopg2");
        AlembicProject project = project();
        assertSucceeded(Runner.with(variables).run(Requests.migrate(project)));

        Runner down = Runner.with(variables);
        assertSucceeded(down.run(Requests.migrate(project).to("base").backup(backup())));

        assertThat(down.report().backup()).isNotNull();
        assertThat(String.join("\n", down.messages())).doesNotContain("X-Amz-Signature");
        CommandRun restored = command(
                "restore",
                "--from",
                folder.resolve("backups").toString(),
                "--location",
                "shop/orders-1",
                "--digest",
                down.report().backup().digest(),
                "--confirm",
                "kept");
        assertThat(restored.code()).as(restored.err() + postgres.objections()).isZero();
        Set<Path> before = emptyFolders();
        CommandRun current = command("current", "--path", project.folder().toString());
        assertThat(current.out()).contains("a1");
        // Those of other processes of this machine come and go.
        await().untilAsserted(() -> assertThat(emptyFolders()).isSubsetOf(before));
    }

    private static Set<Path> emptyFolders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("stillhouse") && isEmpty(path))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isEmpty(Path path) {
        try (Stream<Path> in = Files.list(path)) {
            return in.findAny().isEmpty();
        } catch (IOException e) {
            // A file, or one that has just gone.
            return false;
        }
    }

    /** A person with a tunnel: the URL names this end of it. */
    private static CommandRun command(String command, String... more) {
        String[] arguments = new String[7 + more.length];
        System.arraycopy(
                new String[] {
                    command,
                    "--auth",
                    "aws-iam",
                    "--aws-region",
                    TokenPostgres.REGION,
                    "--aws-endpoint",
                    "localhost:" + postgres.port()
                },
                0,
                arguments,
                0,
                7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return CommandRun.with(
                Map.of(
                        "DATABASE_URL",
                        postgres.url("kept") + "?sslmode=verify-full&sslrootcert=" + certificates.authority(),
                        "PATH",
                        System.getenv("PATH"),
                        "STILLHOUSE_PYTHON",
                        PythonEnvironment.program("python"),
                        "STILLHOUSE_BRIDGE",
                        PythonEnvironment.BRIDGE.toString()),
                arguments);
    }
}
