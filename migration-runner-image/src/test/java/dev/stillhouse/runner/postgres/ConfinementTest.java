package dev.stillhouse.runner.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillhouse.runner.database.Connector;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.fixture.ClientTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a superuser of a private server can do on the machine. */
class ConfinementTest {
    @TempDir
    private Path folder;

    private PrivateServer server;
    private Connection superuser;

    @BeforeEach
    void start() {
        server = PrivateServer.start(ClientTools.newest(), folder, Map.of(), new Cancellation())
                .fold(started -> started, trouble -> {
                    throw new AssertionError(trouble.message());
                });
        superuser = new Connector(server.url("postgres"), "test").connect().fold(connection -> connection, trouble -> {
            throw new AssertionError(trouble.message());
        });
    }

    @AfterEach
    void stop() throws SQLException {
        superuser.close();
        server.close();
    }

    @Test
    void programsHaveNothingOfTheRunnersEnvironment() throws IOException {
        assertThat(System.getenv()).as("the test needs something to hide").containsKey("PWD");
        List<String> lines = new ArrayList<>();

        new ToolProcess(Map.of("PGHOST", "here"), lines::add, new Cancellation()).run(List.of("env"), "");

        assertThat(lines).contains("PGHOST=here", "LC_ALL=C").noneMatch(line -> line.startsWith("PWD="));
    }

    @Test
    void theServerHasNothingOfItEither() {
        ProcessBuilder builder = new ProcessBuilder("postgres");
        builder.environment().put("STILLHOUSE_DATABASE_URL", "postgresql://somebody:secret@db/shop");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");

        CleanEnvironment.of(builder);

        assertThat(builder.environment().values()).noneMatch(value -> value.contains("secret"));
        assertThat(builder.environment()).containsKey("PATH");
    }

    @Test
    void noOtherProgramRuns() throws IOException {
        assumeTrue(Landlock.ofThisKernel().isPresent());

        assertThatThrownBy(() -> Sql.list(superuser, "COPY (SELECT 1) TO PROGRAM 'cat'", row -> row.getString(1)))
                .hasMessageContaining("cat");
    }

    @Test
    void neitherTheRunnersEnvironmentNorFilesOfOthersAreRead() throws IOException {
        assumeTrue(Landlock.ofThisKernel().isPresent());
        Path secret = Files.writeString(Files.createTempFile("stillhouse-", ".service"), "password");
        try {
            for (String file : List.of("/proc/" + ProcessHandle.current().pid() + "/environ", secret.toString())) {
                assertThatThrownBy(() -> ask("SELECT pg_read_file('" + file + "', 0, 1000)"))
                        .as(file)
                        .hasMessageContaining("Permission denied");
            }
        } finally {
            Files.delete(secret);
        }
    }

    /** A text search configuration of a dump may need them. */
    @Test
    void dictionariesAreRead() throws IOException, SQLException {
        Path dictionaries = Path.of("/var/cache/postgresql/dicts");
        assumeTrue(Files.isWritable(dictionaries), "Debian's postgresql-common is installed and this is root");
        Path words = Files.writeString(Files.createTempFile(dictionaries, "stillhouse-", ".dict"), "1\nword");
        try {
            Files.setPosixFilePermissions(words, PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(ask("SELECT pg_read_file('" + words + "', 0, 1000)")).startsWith("1");
        } finally {
            Files.delete(words);
        }
    }

    /** Java's helper could not close what is open otherwise, but by trying every number up to the limit of the system. */
    @Test
    void openFilesAreListedAndNotRead() throws SQLException {
        assertThat(ask("SELECT count(*) > 2 FROM pg_ls_dir('/proc/self/fd')")).isEqualTo("t");
    }

    @Test
    void noConnectionIsMade() throws IOException, InterruptedException {
        assumeTrue(Landlock.ofThisKernel().map(Landlock::knowsTheNetwork).orElse(false));
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            ProcessBuilder builder = new ProcessBuilder(
                            "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + elsewhere.getLocalPort())
                    .redirectErrorStream(true);
            Landlock everythingButTheNetwork = Landlock.ofThisKernel()
                    .orElseThrow()
                    .allow(Path.of("/"), Landlock.WRITE | Landlock.EXECUTE)
                    .allowListening(elsewhere.getLocalPort());

            Process process = everythingButTheNetwork.start(builder);

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Permission denied");
            assertThat(builder.start().waitFor()).as("outside").isZero();
        }
    }

    private String ask(String sql) throws SQLException {
        return Sql.one(superuser, sql, row -> row.getString(1));
    }
}
