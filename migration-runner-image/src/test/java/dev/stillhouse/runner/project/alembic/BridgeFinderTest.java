package dev.stillhouse.runner.project.alembic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's container, and a bridge that does not begin to listen. */
class BridgeFinderTest {
    @TempDir
    private Path folder;

    private static Trouble trouble(Result<AlembicProject> result) {
        return result.fold(
                bridge -> {
                    throw new AssertionError("there is no bridge");
                },
                trouble -> trouble);
    }

    private BridgeLocation container() {
        return new BridgeLocation(folder.resolve("bridge.sock"), "", "");
    }

    @Test
    void waitsForTheStartOfTheContainer() {
        Path started = folder.resolve("bridge.sock.started");
        AtomicInteger looks = new AtomicInteger();

        boolean found = BridgeFinder.awaitContainer(container(), () -> {
            if (looks.incrementAndGet() == 3) {
                create(started);
            }
            return false;
        });

        assertThat(found).isTrue();
        assertThat(looks).hasValue(3);
    }

    @Test
    void waitsForNoContainerWhenItIsToldToStop() {
        assertThat(BridgeFinder.awaitContainer(container(), () -> true)).isFalse();
    }

    @Test
    void waitsForNoContainerBeforeItStartsAChild() {
        assertThat(BridgeFinder.awaitContainer(new BridgeLocation(null, "", ""), () -> true))
                .isTrue();
    }

    @Test
    void tellsABridgeThatNobodyWillCome() throws IOException {
        BridgeFinder.dismiss(container());
        BridgeFinder.dismiss(new BridgeLocation(null, "", ""));

        assertThat(folder.resolve("bridge.sock.over")).exists();
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void reportsWhatTheStartScriptFound() throws IOException {
        Files.writeString(
                folder.resolve("bridge.sock.failed"),
                "{\"reason\":\"PythonNotFound\",\"message\":\"No Python here.\"}");

        assertThat(trouble(BridgeFinder.find(container(), () -> false)))
                .isEqualTo(new Trouble(Reason.PythonNotFound, "No Python here."));
    }

    @Test
    void stopsWaitingWhenItIsToldTo() {
        assertThat(trouble(BridgeFinder.find(container(), () -> true)).reason()).isEqualTo(Reason.BridgeLost);
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
