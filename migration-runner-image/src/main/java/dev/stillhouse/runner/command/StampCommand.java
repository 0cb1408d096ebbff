package dev.stillhouse.runner.command;

import dev.stillhouse.report.Operation;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "stamp", description = "Writes the version rows of the target and runs no revision.")
final class StampCommand extends RunningCommand {
    @Parameters(
            paramLabel = "TARGET",
            arity = "1..*",
            description = "As for alembic: head, heads, base, a revision or its beginning, label@head.")
    List<String> targets = List.of();

    @Option(
            names = "--purge",
            description = "Clear all version rows first, also those that the project does not contain.")
    boolean purge;

    @Override
    Operation operation() {
        return Operation.Stamp;
    }

    @Override
    List<String> targets() {
        return targets;
    }

    @Override
    boolean purge() {
        return purge;
    }
}
