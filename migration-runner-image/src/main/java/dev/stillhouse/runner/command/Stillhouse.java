package dev.stillhouse.runner.command;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Trouble;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code stillhouse}. */
@Command(
        name = "stillhouse",
        description = "Runs Alembic migrations with a plan, a lock and a report.",
        mixinStandardHelpOptions = true,
        version = "stillhouse 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CurrentCommand.class,
            HistoryCommand.class,
            HeadsCommand.class,
            BranchesCommand.class,
            ShowCommand.class,
            PlanCommand.class,
            SqlCommand.class,
            RehearseCommand.class,
            UpgradeCommand.class,
            DowngradeCommand.class,
            StampCommand.class,
            CheckCommand.class,
            RevisionCommand.class,
            MergeCommand.class,
            BackupCommand.class,
            VerifyCommand.class,
            RestoreCommand.class,
            DeleteBackupCommand.class
        })
public final class Stillhouse {
    private static final int WIDTH = 100;

    @Mixin
    AlembicOptions alembic = new AlembicOptions();

    private final Map<String, String> environment;

    private Stillhouse(Map<String, String> environment) {
        this.environment = environment;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** The command line with all commands of this package. */
    public static CommandLine commandLine(Map<String, String> environment) {
        CommandLine line = new CommandLine(new Stillhouse(environment))
                .setUnmatchedOptionsArePositionalParams(true)
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler((wrongUse, arguments) -> wrongUse(wrongUse))
                .setExecutionExceptionHandler((fault, command, result) -> fault(fault, command));
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().usageMessage().abbreviateSynopsis(true));
        return line;
    }

    private static int wrongUse(ParameterException wrongUse) {
        CommandLine command = wrongUse.getCommandLine();
        command.getErr().println(wrongUse.getMessage());
        UnmatchedArgumentException.printSuggestions(wrongUse, command.getErr());
        command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.WRONG_USE;
    }

    private static int fault(Exception fault, CommandLine command) {
        fault.printStackTrace(command.getErr());
        return new Terminal(command.getOut(), command.getErr(), false, false)
                .fail(new Trouble(
                        Reason.InternalError,
                        "Stillhouse failed in a way that it should not: " + fault
                                + ". The details are above; please report it."));
    }
}
