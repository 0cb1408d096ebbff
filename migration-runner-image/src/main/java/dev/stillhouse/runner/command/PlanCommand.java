package dev.stillhouse.runner.command;

import picocli.CommandLine.Command;

@Command(
        name = "plan",
        description = "Shows what upgrade or downgrade would run, step by step with its SQL, and changes nothing.")
final class PlanCommand extends PlanningCommand {
    @Override
    String text(ShownPlan plan) {
        return PlanText.steps(plan);
    }
}
