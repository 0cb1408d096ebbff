package dev.stillhouse.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.runner.fixture.AlembicProject;
import dev.stillhouse.runner.fixture.ClientTools;
import dev.stillhouse.runner.fixture.CommandRun;
import dev.stillhouse.runner.fixture.Launcher;
import dev.stillhouse.runner.fixture.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that people start, with a Java of its own. */
class LauncherTest {
    private final Postgres.Database database = Postgres.create();
    private Path home;
    private Path out;
    private Path err;
    private AlembicProject project;

    @BeforeEach
    void makeProject(@TempDir Path folder) {
        project = AlembicProject.in(folder.resolve("project")).table("aaa1");
        home = folder.resolve("home with a space");
        out = folder.resolve("out");
        err = folder.resolve("err");
    }

    private Process start(Launcher launcher, Map<String, String> environment, String... arguments) throws IOException {
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--path", project.folder().toString()))
                .toArray(String[]::new);
        return launcher.start(environment, out, err, all);
    }

    @Test
    void runsWhatWasBuilt() throws Exception {
        Process process = start(Launcher.built(home), CommandRun.environment(database), "upgrade", "head");

        assertThat(process.waitFor()).as("exit code").isZero();
        assertThat(out).content().isEqualTo("The database went up from base to aaa1 in 1 step.\n");
        assertThat(err).content().contains("Step 1 of 1");
    }

    /** Java warns of system calls for which nobody gave it leave. */
    @Test
    void startsThePrivateServerWithoutAWordOfJava(@TempDir Path place) throws Exception {
        Map<String, String> environment = new HashMap<>(CommandRun.environment(database));
        environment.putAll(ClientTools.environment());
        Process process = Launcher.built(home).start(environment, out, err, "backup", "--to", place.toString());

        assertThat(process.waitFor()).as("exit code").isZero();
        assertThat(err).content().contains("Restoring the backup").doesNotContain("WARNING", "Broken pipe");
    }

    @Test
    void runsInTheImage() throws Exception {
        Process process = start(Launcher.image(home), CommandRun.environment(database), "current");

        assertThat(process.waitFor()).as("exit code").isZero();
        assertThat(out).content().startsWith("base");
    }

    @Test
    void saysHowToBuildIt() throws Exception {
        Process process = start(Launcher.unbuilt(home), Map.of(), "current");

        assertThat(process.waitFor()).as("exit code").isEqualTo(1);
        assertThat(err).content().contains("it has not been built", "mvn package");
    }

    @Test
    void stopsCleanlyOnControlC() throws Exception {
        project.revision("bbb2", "op.execute('SELECT pg_sleep(300)')", "pass");
        Process process = start(Launcher.built(home), CommandRun.environment(database), "upgrade");
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(err).content().contains("Step 2 of 2"));

        interrupt(process);

        assertThat(process.waitFor()).as("exit code").isEqualTo(1);
        assertThat(err)
                .content()
                .contains("Failed (Cancelled): The run was asked to stop", "The database is still at base");
        assertThat(database.tables()).isEmpty();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                database.query(
                                        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(300)'"))
                        .isEmpty());
    }

    /** As a terminal does: to every process of the group. */
    private static void interrupt(Process process) {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .map(ProcessHandle::pid)
                .toList()
                .forEach(LauncherTest::interrupt);
    }

    private static void interrupt(long pid) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
