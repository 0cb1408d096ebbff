package dev.stillhouse.runner.project.alembic;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The bridge as a child of the runner, for a project without an image of its own. */
final class ChildProcess implements BridgeProcess {
    private static final int LINES_KEPT = 8;

    private final Process process;
    private final Path socket;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private ChildProcess(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** @param socket in a folder that is for it alone, and is removed with it */
    static ChildProcess start(String python, String bridge, Path socket) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(python, bridge, "--socket", socket.toString()));
        // The order of independent revisions depends on Python's hash seed.
        builder.environment().putAll(Map.of("PYTHONHASHSEED", "0", "PYTHONDONTWRITEBYTECODE", "1"));
        // The credentials of the place for backups and of the server for copies are none of the project's business.
        // Those in AWS's variables belong to the person who starts both, and env.py may read something with them.
        builder.environment()
                .keySet()
                .removeIf(name ->
                        Stream.of("STILLHOUSE_STORAGE_", "STILLHOUSE_COPIES_").anyMatch(name::startsWith));
        builder.redirectErrorStream(true);
        ChildProcess child = new ChildProcess(builder.start(), socket);
        Thread.ofPlatform().daemon().name("project-log").start(child::forwardLog);
        return child;
    }

    /** What the project prints goes to standard error: standard output is for JSON lines alone. */
    private void forwardLog() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.err.println(line);
                synchronized (lastLines) {
                    lastLines.add(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.remove();
                    }
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }

    @Override
    public boolean mayBeAlive() {
        return process.isAlive();
    }

    @Override
    public String lastWords(Duration patience) {
        boolean ended = waitFor(patience.toMillis());
        String how = ended ? " It ended with exit code " + process.exitValue() + "." : "";
        synchronized (lastLines) {
            return lastLines.isEmpty() ? how : how + " Its last lines: " + String.join(" | ", lastLines);
        }
    }

    @Override
    public void end() {
        if (!waitFor(1000)) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(Objects.requireNonNull(socket.getParent()));
        } catch (IOException e) {
            // It lies where temporary files do.
        }
    }

    private boolean waitFor(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
