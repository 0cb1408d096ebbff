package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Result;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A command that shows what a run would do. */
abstract class PlanningCommand extends LookingCommand {
    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            defaultValue = "head",
            description = "As for upgrade and downgrade. Default: ${DEFAULT-VALUE}.")
    List<String> targets = List.of();

    abstract String text(ShownPlan plan);

    @Override
    final Result<Answer> answer(Invocation invocation) {
        List<String> wanted = Targets.checked(spec(), targets);
        RunRequest request = UnlockedProject.request(projectOf(invocation), database.session());
        return ask(
                invocation,
                (opened, source) -> ShownPlan.ask(opened, source, request, wanted)
                        .then(plan -> Result.ok(Answer.done(text(plan), PlanJson.of(plan)))));
    }
}
