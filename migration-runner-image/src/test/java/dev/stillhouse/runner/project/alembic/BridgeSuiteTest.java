package dev.stillhouse.runner.project.alembic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge's own tests, in Python, on the PostgreSQL of these tests. */
class BridgeSuiteTest {

    /** What the command said if it failed, otherwise nothing. */
    private static String complaints(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(PythonEnvironment.BRIDGE.toFile());
        builder.environment().put("STILLHOUSE_TEST_POSTGRES", Postgres.serverUrl());
        // The same in every run, as where the bridge is started: the order of sets depends on it.
        builder.environment().put("PYTHONHASHSEED", "0");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : output;
    }

    @Test
    void passes() throws IOException, InterruptedException {
        assertThat(complaints(
                        PythonEnvironment.program("python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"))
                .isEmpty();
    }

    /** The newest is that of the whole suite; `bridge/try-alembics` tries each one in between. */
    @Test
    void passesWithTheOldestAlembicAndOneInTheMiddle() throws IOException, InterruptedException {
        assertThat(complaints(
                        PythonEnvironment.program("python"),
                        PythonEnvironment.BRIDGE.resolve("try-alembics").toString(),
                        "1.8.1",
                        "1.14.1"))
                .isEmpty();
    }

    @Test
    void isFreeOfWhatRuffFinds(@TempDir Path cache) throws IOException, InterruptedException {
        assertThat(complaints(PythonEnvironment.program("ruff"), "check", "--cache-dir", cache.toString(), "."))
                .isEmpty();
    }
}
