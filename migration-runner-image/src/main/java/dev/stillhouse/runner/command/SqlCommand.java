package dev.stillhouse.runner.command;

import picocli.CommandLine.Command;

@Command(
        name = "sql",
        description =
                "Prints the SQL of what upgrade or downgrade would run, with a comment for each step, for review.")
final class SqlCommand extends PlanningCommand {
    @Override
    String text(ShownPlan plan) {
        return PlanText.sql(plan);
    }
}
