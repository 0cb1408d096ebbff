package dev.stillhouse.runner.command;

import dev.stillhouse.report.Operation;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "downgrade", description = "Brings the database down to the target. Refuses a target that lies above.")
final class DowngradeCommand extends RunningCommand {
    @Parameters(
            paramLabel = "TARGET",
            arity = "1..*",
            description = "As for alembic: base, a revision or its beginning, -1, label@-1, ae10-2.")
    List<String> targets = List.of();

    @Option(
            names = "--rehearse",
            description =
                    "Try the plan on a copy of the schema first, in a private PostgreSQL. A step that fails there ends the"
                            + " command before the database is touched.")
    boolean rehearse;

    @Override
    boolean rehearses() {
        return rehearse;
    }

    @Override
    Operation operation() {
        return Operation.Downgrade;
    }

    @Override
    List<String> targets() {
        return targets;
    }
}
