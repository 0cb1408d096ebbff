package dev.stillhouse.runner.project.alembic;

import static dev.stillhouse.runner.project.alembic.BridgeSuite.complaints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.fixture.PythonEnvironment;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What leans on Alembic's own parts, with the oldest Alembic; {@code bridge/try-alembics} tries each up to the newest. */
class OldestAlembicTest {
    @Test
    void passes() throws IOException, InterruptedException {
        assertThat(complaints(
                        PythonEnvironment.program("python"),
                        PythonEnvironment.BRIDGE.resolve("try-alembics").toString(),
                        "1.8.1"))
                .isEmpty();
    }
}
