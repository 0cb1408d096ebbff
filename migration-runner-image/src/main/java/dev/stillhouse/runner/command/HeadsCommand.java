package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Graph.Revision;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "heads", description = "Shows the heads of the project.")
final class HeadsCommand extends GraphCommand {
    @Option(
            names = "--resolve-dependencies",
            description = "Leave out a head that another revision depends on, as the target heads does.")
    boolean resolveDependencies;

    @Override
    Result<List<Revision>> choose(MigrationProject opened, Graph graph) {
        List<String> wanted = resolveDependencies ? graph.realHeads() : graph.heads();
        return Result.ok(graph.revisions().stream()
                .filter(revision -> wanted.contains(revision.revision()))
                .toList());
    }

    @Override
    String brief(RevisionText text, Revision revision) {
        return text.marked(revision) + RevisionText.title(revision);
    }
}
