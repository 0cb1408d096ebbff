package dev.stillhouse.runner.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge that does not begin to listen. */
class BridgeFinderTest {
    @TempDir
    private Path folder;

    private static Trouble trouble(Result<Bridge> result) {
        return result.fold(
                bridge -> {
                    throw new AssertionError("there is no bridge");
                },
                trouble -> trouble);
    }

    private BridgeLocation sidecar() {
        return new BridgeLocation(folder.resolve("bridge.sock"), "", "");
    }

    @Test
    void reportsWhatTheStartScriptFound() throws IOException {
        Files.writeString(
                folder.resolve("bridge.sock.failed"),
                "{\"reason\":\"PythonNotFound\",\"message\":\"No Python here.\"}");

        assertThat(trouble(BridgeFinder.find(sidecar(), () -> false)))
                .isEqualTo(new Trouble(Reason.PythonNotFound, "No Python here."));
    }

    @Test
    void stopsWaitingWhenItIsToldTo() {
        assertThat(trouble(BridgeFinder.find(sidecar(), () -> true)).reason()).isEqualTo(Reason.BridgeLost);
    }

    @Test
    void noticesAChildThatEnds() {
        Trouble trouble = trouble(BridgeFinder.find(new BridgeLocation(null, "/bin/false", "x"), () -> false));

        assertThat(trouble.reason()).isEqualTo(Reason.BridgeLost);
        assertThat(trouble.message()).contains("exit code 1");
    }

    @Test
    void saysThatThereIsNoInterpreter() {
        BridgeLocation nothing =
                new BridgeLocation(null, folder.resolve("python").toString(), "x");
        assertThat(trouble(BridgeFinder.find(nothing, () -> false)).reason()).isEqualTo(Reason.InternalError);
    }
}
