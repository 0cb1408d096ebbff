package dev.stillhouse.runner.project.alembic;

import static dev.stillhouse.runner.project.alembic.BridgeSuite.complaints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge's own tests, with the newest Alembic. */
class BridgeSuiteTest {
    @Test
    void passes() throws IOException, InterruptedException {
        assertThat(complaints(
                        PythonEnvironment.program("python"), "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"))
                .isEmpty();
    }

    @Test
    void isFreeOfWhatRuffFinds(@TempDir Path cache) throws IOException, InterruptedException {
        assertThat(complaints(PythonEnvironment.program("ruff"), "check", "--cache-dir", cache.toString(), "."))
                .isEmpty();
    }
}
