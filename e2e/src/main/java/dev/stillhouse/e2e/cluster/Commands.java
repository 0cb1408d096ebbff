package dev.stillhouse.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs of this machine to their end. A program that fails is an exception with what it said. */
final class Commands {

    private Commands() {}

    /** What the program writes to standard output. */
    static String output(ProcessBuilder command) {
        try {
            var process = command.redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            expectSuccess(command, process, output);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.command(), e);
        }
    }

    /** Lets the second program read what the first one writes, until both have ended. */
    static void pipe(ProcessBuilder from, ProcessBuilder to) {
        try {
            from.redirectError(ProcessBuilder.Redirect.INHERIT);
            to.redirectError(ProcessBuilder.Redirect.INHERIT);
            var processes = ProcessBuilder.startPipeline(List.of(from, to));
            var output = new String(processes.getLast().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            expectSuccess(from, processes.getFirst(), "");
            expectSuccess(to, processes.getLast(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + from.command() + " | " + to.command(), e);
        }
    }

    @SafeVarargs
    static List<String> concat(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    private static void expectSuccess(ProcessBuilder command, Process process, String output) {
        int status;
        try {
            status = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command.command(), e);
        }
        if (status != 0) {
            throw new IllegalStateException(command.command() + " ended with " + status + ": " + output);
        }
    }
}
