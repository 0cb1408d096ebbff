package dev.stillhouse.runner.project.alembic;

import static dev.stillhouse.runner.project.alembic.BridgeSuite.complaints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.PythonEnvironment;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leans on Alembic's own parts, with the oldest Alembic and one in the middle; {@code bridge/try-alembics} tries each in between. */
class OlderAlembicsTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.8.1", "1.14.1"})
    void passes(String alembic) throws IOException, InterruptedException {
        assertThat(complaints(
                        PythonEnvironment.program("python"),
                        PythonEnvironment.BRIDGE.resolve("try-alembics").toString(),
                        alembic))
                .isEmpty();
    }
}
