package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder).table("aaa1");
    }

    @Test
    void namesTheUrlThatWasUsed() {
        Postgres.Database database = Postgres.create();
        Map<String, String> environment = new HashMap<>(CommandRun.environment());
        environment.put("DATABASE_URL", "postgresql://nobody@localhost:1/nothing");
        environment.put("STILLHOUSE_DATABASE_URL", database.url());
        String path = project.folder().toString();

        assertThat(CommandRun.with(environment, "current", "--path", path).err())
                .contains("/" + database.name() + " (from STILLHOUSE_DATABASE_URL).")
                .doesNotContain("only-for-tests");
        assertThat(CommandRun.with(environment, "current", "--path", path, "--url", "postgresql://me@localhost:1/x")
                        .err())
                .contains("Database: localhost:1/x (from --url).", "Failed (ConnectionFailed)");
    }

    @Test
    void wrongUseIsSaidAndHasItsExitCode() {
        CommandRun none = CommandRun.of(project, "upgrade");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("No database is named", "--url", "DATABASE_URL");

        CommandRun other = CommandRun.of(project, "upgrade", "--url", "mysql://host/x", "--output", "json");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.json().at("/reason").asText()).isEqualTo("InvalidUrl");
        assertThat(other.json().at("/message").asText()).doesNotContain("Secret");

        CommandRun typo = CommandRun.of(project, "upgrade", "--lock-timout", "5s");
        assertThat(typo.code()).isEqualTo(2);
        assertThat(typo.err()).contains("Unknown option: '--lock-timout'", "stillhouse upgrade --help");

        assertThat(CommandRun.of(project, "upgrade", "--lock-timeout", "5").err())
                .contains("--lock-timeout", "'5' is not a duration");
        assertThat(CommandRun.with(Map.of(), "downgrade").code()).isEqualTo(2);
        assertThat(CommandRun.with(Map.of(), "upgrde").err()).contains("Did you mean", "stillhouse upgrade");
        assertThat(CommandRun.with(Map.of()).code()).isEqualTo(2);
    }

    @Test
    void alembicsOptionsMayStandBeforeTheCommand() throws IOException {
        Postgres.Database database = Postgres.create();
        Files.move(project.folder().resolve("alembic.ini"), project.folder().resolve("other.ini"));

        CommandRun missing = CommandRun.of(database, project, "current");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("Failed (ConfigNotFound)", "alembic.ini");
        assertThat(CommandRun.of(database, project, "-c", "other.ini", "-x", "a=b", "current")
                        .out())
                .startsWith("base");
    }

    @Test
    void aServerForCopiesWhereNoneIsMadeIsRefused() {
        CommandRun run = CommandRun.with(
                CommandRun.environment(),
                "verify",
                "--from",
                project.folder().toString(),
                "--location",
                "local/shop",
                "--copies-url",
                "postgresql://me@localhost:1/x");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Failed (InvalidUrl)", "--copies server");
    }

    @Test
    void takesTheInterpreterThatIsNamedOrActive(@TempDir Path folder) throws IOException {
        Map<String, String> environment = new HashMap<>(CommandRun.environment());
        assertThat(CommandRun.with(
                                environment,
                                "current",
                                "--python",
                                "/no/such/python",
                                "--url",
                                "postgresql://me@localhost:1/x")
                        .err())
                .contains("Failed (PythonNotFound)", "/no/such/python", "--python");

        Path active = Files.createDirectories(folder.resolve("active/bin")).resolve("python");
        Path own = Files.createDirectories(folder.resolve("project/.venv/bin")).resolve("python");
        Path onPath = Files.createDirectories(folder.resolve("path")).resolve("python3");
        for (Path program : new Path[] {active, own, onPath}) {
            Files.createFile(program);
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        Path inProject = folder.resolve("project");
        Map<String, String> all =
                Map.of("VIRTUAL_ENV", folder.resolve("active").toString(), "PATH", "/none:" + folder.resolve("path"));
        assertThat(found(null, inProject, all)).isEqualTo(active.toString());
        assertThat(found(null, inProject, Map.of("PATH", all.get("PATH")))).isEqualTo(own.toString());
        assertThat(found(null, folder, Map.of("PATH", all.get("PATH")))).isEqualTo(onPath.toString());
        assertThat(found("python3", inProject, all)).isEqualTo(onPath.toString());
        assertThat(found(null, folder, Map.of())).contains("No Python was found", "--python");
    }

    private static String found(@Nullable String named, Path project, Map<String, String> environment) {
        return Interpreter.find(named, project, environment).fold(path -> path, trouble -> trouble.message());
    }
}
