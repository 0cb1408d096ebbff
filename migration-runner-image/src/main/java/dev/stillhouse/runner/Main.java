package dev.stillhouse.runner;

import dev.stillhouse.runner.command.Stillhouse;

/** The entry point of the container and of the command line. */
public final class Main {

    public static void main(String[] args) {
        // A Job always calls it so; picocli's look at the annotations would be a good part of its startup.
        boolean job = args.length == 1 && args[0].equals("run");
        int code = job
                ? new RunCommand().call()
                : Stillhouse.commandLine(System.getenv())
                        .addSubcommand(new RunCommand())
                        .execute(args);
        System.exit(code);
    }
}
