package dev.stillhouse.runner.command;

import dev.stillhouse.report.Operation;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "upgrade", description = "Brings the database up to the target. Refuses a target that lies below.")
final class UpgradeCommand extends RunningCommand {
    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            defaultValue = "head",
            description =
                    "As for alembic: head, heads, a revision or its beginning, label@head, +1, ae10+2. Several for"
                            + " independent branches. Default: ${DEFAULT-VALUE}.")
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
        return Operation.Upgrade;
    }

    @Override
    List<String> targets() {
        return targets;
    }
}
