package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.decide.BridgeTroubles;
import dev.stillhouse.runner.json.Json;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.ProjectSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Starts the bridge where it has to be started, and waits until it is there. */
final class BridgeFinder {
    private static final long POLL_MILLIS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private BridgeFinder() {}

    /** As {@link ProjectSource#awaitContainer}. */
    static boolean awaitContainer(BridgeLocation location, BooleanSupplier stopped) {
        Path socket = location.socket();
        if (socket == null) {
            return true;
        }
        while (!Files.exists(beside(socket, "started")) && !Files.exists(socket)) {
            if (stopped.getAsBoolean() || !pause()) {
                return false;
            }
        }
        return true;
    }

    /** As {@link ProjectSource#dismiss}. */
    static void dismiss(BridgeLocation location) throws IOException {
        Path socket = location.socket();
        if (socket != null) {
            Path over = beside(socket, "over");
            // The project may write into the folder: a link in the place of the file is not followed.
            if (!Files.exists(over, LinkOption.NOFOLLOW_LINKS)) {
                Files.createFile(over);
            }
        }
    }

    /** As {@link ProjectSource#find}. */
    static Result<AlembicProject> find(BridgeLocation location, BooleanSupplier stopped) {
        Path container = location.socket();
        if (container != null) {
            return await(BridgeProcess.CONTAINER, container, stopped);
        }
        try {
            Path socket = Files.createTempDirectory("stillhouse").resolve("bridge.sock");
            return await(ChildProcess.start(location.python(), location.bridge(), socket), socket, stopped);
        } catch (IOException e) {
            return Result.failed(
                    Reason.InternalError,
                    "The bridge could not be started in the runner's container: " + e.getMessage());
        }
    }

    private static Result<AlembicProject> await(BridgeProcess process, Path socket, BooleanSupplier stopped) {
        long start = System.nanoTime();
        while (true) {
            if (Files.exists(socket)) {
                try {
                    return Result.ok(
                            new AlembicProject(process, BridgeSocket.connect(socket), beside(socket, "password")));
                } catch (IOException e) {
                    // Bound, but not listening yet.
                }
            }
            Optional<Trouble> failed = startFailure(socket);
            if (failed.isPresent()) {
                process.close();
                return Result.failed(failed.get());
            }
            boolean patient = System.nanoTime() - start < PATIENCE.toNanos();
            if (!process.mayBeAlive() || !patient || stopped.getAsBoolean() || !pause()) {
                process.close();
                return Result.failed(
                        Reason.BridgeLost,
                        "The project's process did not begin to listen"
                                + (patient ? "." : " within " + PATIENCE.toSeconds() + " s.")
                                + process.lastWords(LAST_WORDS));
            }
        }
    }

    /** What the start script wrote when it found no interpreter. */
    private static Optional<Trouble> startFailure(Path socket) {
        Path file = beside(socket, "failed");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(BridgeTroubles.trouble(Answers.refusal(Json.parse(Files.readString(file)))));
        } catch (IOException | MalformedJson e) {
            // Not written to its end; the next look sees the rest.
            return Optional.empty();
        }
    }

    private static Path beside(Path socket, String what) {
        return socket.resolveSibling(socket.getFileName() + "." + what);
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
