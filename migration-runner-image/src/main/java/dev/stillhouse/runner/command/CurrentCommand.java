package dev.stillhouse.runner.command;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "current",
        description = "Shows the revisions that the database is at, and whether they are the project's heads.")
final class CurrentCommand extends LookingCommand {
    @Option(names = "--check-heads", description = "Exit code 3 unless the database is at all heads of the project.")
    boolean checkHeads;

    @Override
    Result<Answer> answer(Invocation invocation) {
        return ask(
                invocation,
                (opened, source) -> opened.plan(List.of("heads"), Set.of()).then(plan -> Result.ok(answer(plan))));
    }

    private Answer answer(Plan plan) {
        JsonObject json = new JsonObject()
                .put("current", plan.current())
                .put("heads", plan.heads())
                .put("unknown", plan.unknown())
                .put("pending", plan.unknown().isEmpty() ? plan.steps().size() : null)
                .put("database", plan.connection().database())
                .put("versionTable", plan.versionTable().toString());
        boolean atHeads = plan.unknown().isEmpty() && plan.steps().isEmpty();
        return new Answer(text(plan), json, checkHeads && !atHeads ? ExitCodes.ATTENTION : ExitCodes.DONE);
    }

    private static String text(Plan plan) {
        List<String> lines = new ArrayList<>();
        if (plan.current().isEmpty()) {
            lines.add("base (no revision is applied)");
        }
        for (String row : plan.current()) {
            lines.add(row
                    + (plan.heads().contains(row) ? " (head)" : "")
                    + (plan.unknown().contains(row) ? " (the project does not contain it)" : ""));
        }
        int pending = plan.steps().size();
        if (pending > 0) {
            lines.add(pending == 1 ? "1 revision is pending." : pending + " revisions are pending.");
        }
        return String.join("\n", lines);
    }
}
