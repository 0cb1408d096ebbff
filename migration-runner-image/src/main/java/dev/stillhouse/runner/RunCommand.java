package dev.stillhouse.runner;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.output.Console;
import dev.stillhouse.runner.run.Execution;
import dev.stillhouse.runner.run.Termination;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code stillhouse run}: what the container of a Job does. */
@Command(
        name = "run",
        description = "Runs the request in the environment variable STILLHOUSE_REQUEST, as the operator's Jobs do.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    private static final int WRONG_USE = 2;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Console console = new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8), System.err);
        String request = environment.get(RunRequest.VARIABLE);
        if (request == null || request.isBlank()) {
            console.remark("stillhouse run is for the Jobs of the operator: " + RunRequest.VARIABLE + " is not set.");
            return WRONG_USE;
        }
        Execution execution = new Execution(environment, console);
        Termination termination = Termination.install(execution.stop(), execution::giveUp);
        int code = execution.run(request);
        termination.ended(code);
        return code;
    }
}
