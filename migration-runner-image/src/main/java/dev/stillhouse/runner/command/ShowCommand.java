package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Graph.Revision;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows all that is known of revisions.")
final class ShowCommand extends GraphCommand {
    @Parameters(
            paramLabel = "REVISION",
            arity = "1..*",
            description = "As for alembic: head, heads, a revision or its beginning, label@head.")
    List<String> expressions = List.of();

    @Override
    Result<List<Revision>> choose(MigrationProject opened, Graph graph) {
        return named(graph, opened.select(Targets.checked(spec(), expressions)));
    }

    @Override
    String brief(RevisionText text, Revision revision) {
        return text.whole(revision);
    }
}
