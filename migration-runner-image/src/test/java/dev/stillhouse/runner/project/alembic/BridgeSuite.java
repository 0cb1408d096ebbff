package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.fixture.Postgres;
import dev.stillhouse.runner.fixture.PythonEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How the bridge's own tests are run: in Python, on the PostgreSQL of these tests. */
final class BridgeSuite {
    private BridgeSuite() {}

    /** What the command said if it failed, otherwise nothing. */
    static String complaints(String... command) throws IOException, InterruptedException {
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
}
