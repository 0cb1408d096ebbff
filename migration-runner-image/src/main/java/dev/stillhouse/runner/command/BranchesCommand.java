package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Graph.Revision;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "branches",
        description = "Shows the revisions at which the history branches, and what is built on them.")
final class BranchesCommand extends GraphCommand {
    @Override
    Result<List<Revision>> choose(MigrationProject opened, Graph graph) {
        return Result.ok(
                graph.revisions().stream().filter(Revision::isBranchPoint).toList());
    }

    @Override
    String brief(RevisionText text, Revision revision) {
        StringBuilder lines = new StringBuilder(text.marked(revision) + RevisionText.title(revision));
        text.above(revision).forEach(next -> lines.append("\n    -> ").append(text.marked(next)));
        return lines.toString();
    }
}
