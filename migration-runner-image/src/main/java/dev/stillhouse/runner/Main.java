package dev.stillhouse.runner;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code stillhouse}. */
@Command(
        name = "stillhouse",
        description = "Runs Alembic migrations with a plan, a lock and a report.",
        mixinStandardHelpOptions = true,
        version = "stillhouse 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RunCommand.class)
public final class Main {

    public static void main(String[] args) {
        // A Job always calls it so; picocli's look at the annotations would be a good part of its startup.
        boolean job = args.length == 1 && args[0].equals("run");
        int code = job ? new RunCommand().call() : new CommandLine(new Main()).execute(args);
        System.exit(code);
    }
}
