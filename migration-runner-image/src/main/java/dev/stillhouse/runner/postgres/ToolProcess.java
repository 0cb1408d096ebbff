package dev.stillhouse.runner.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs one of PostgreSQL's programs to its end. */
final class ToolProcess {
    private static final int LINES_KEPT = 40;
    private static final int LINES_TOLD = 6;
    /** How long a program may take to end in an orderly way; pg_dump cancels its statements on the server meanwhile. */
    private static final long SECONDS_TO_END = 5;

    private final Map<String, String> environment;
    private final Consumer<String> lines;
    private final Cancellation cancellation;

    /**
     * @param environment what it gets beside a {@link CleanEnvironment}
     * @param lines takes what it prints, without values of rows
     */
    ToolProcess(Map<String, String> environment, Consumer<String> lines, Cancellation cancellation) {
        this.environment = environment;
        this.lines = lines;
        this.cancellation = cancellation;
    }

    /** How it ended. */
    record Ended(int code, boolean cancelled, List<String> lastLines) {

        boolean well() {
            return code == 0 && !cancelled;
        }

        /** What it said, after what became of it. */
        String words() {
            String how = code > 128 ? "it was ended by signal " + (code - 128) : "it ended with exit code " + code;
            List<String> telling = lastLines.stream().filter(Ended::tells).toList();
            List<String> all = telling.isEmpty() ? lastLines : telling;
            List<String> said = all.subList(Math.max(0, all.size() - LINES_TOLD), all.size());
            return said.isEmpty() ? how : how + " and said: " + String.join(" | ", said);
        }

        /** The programs tell each table that they come to; what went wrong is between these lines. */
        private static boolean tells(String line) {
            return line.contains("error:")
                    || line.contains("detail:")
                    || line.contains("hint:")
                    || line.contains("ERROR:")
                    || line.contains("DETAIL:")
                    || line.contains("FATAL:");
        }
    }

    Ended run(List<String> command, String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        CleanEnvironment.of(builder);
        builder.environment().putAll(environment);
        Process process = builder.start();
        Deque<String> last = new ArrayDeque<>();
        Thread reader = Thread.ofPlatform().daemon().name(command.getFirst()).start(() -> relay(process, last));
        try (Cancellation.Handle handle = cancellation.ending(process::destroy)) {
            write(process, input);
            int code = process.waitFor();
            reader.join();
            return new Ended(code, cancellation.requested(), List.copyOf(last));
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            return new Ended(-1, true, List.of());
        }
    }

    private static void write(Process process, String input) {
        try (Writer writer = process.outputWriter(StandardCharsets.UTF_8)) {
            writer.write(input);
        } catch (IOException e) {
            // It has ended without reading; its exit code tells.
        }
    }

    private void relay(Process process, Deque<String> last) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            ToolLines told = new ToolLines();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                told.told(line).ifPresent(it -> hear(it, last));
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    private void hear(String line, Deque<String> last) {
        if (last.size() == LINES_KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        lines.accept(line);
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            process.onExit().orTimeout(SECONDS_TO_END, TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
