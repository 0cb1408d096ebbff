package dev.stillhouse.runner.command;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.run.Stop;
import dev.stillhouse.runner.run.Termination;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that works for a while and ends in order when it is asked to stop: gets an answer, tells it. */
abstract class StoppableCommand implements Callable<Integer> {
    @Mixin
    OutputOptions output = new OutputOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @ParentCommand
    @Nullable
    Stillhouse parent;

    @Spec
    @Nullable
    CommandSpec spec;

    /** Does the work. Trouble that is expected is a value. */
    abstract Result<Answer> answer(Invocation invocation);

    /** What a person has to know if it was asked to stop and did not come to its end in time. */
    abstract String notEnded();

    @Override
    public final Integer call() {
        Stillhouse stillhouse = Objects.requireNonNull(parent);
        Terminal terminal = output.terminal(spec().commandLine());
        Stop stop = new Stop();
        Termination termination =
                Termination.install(stop, () -> terminal.fail(new Trouble(Reason.Cancelled, notEnded())));
        int code = ExitCodes.FAILED;
        try {
            code = answer(new Invocation(stillhouse.environment(), terminal, stop, stillhouse.alembic))
                    .fold(terminal::deliver, terminal::fail);
        } finally {
            termination.ended(code);
        }
        return code;
    }

    CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
