package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Graph.Revision;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(name = "history", description = "Shows the revisions of the project, newest first.")
final class HistoryCommand extends GraphCommand {
    private static final String CURRENT = "current";

    @Mixin
    DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = {"-r", "--rev-range"},
            paramLabel = "START:END",
            description = "Only these, as for alembic: base:head, ae10:, :current, -3:current. The database is asked if"
                    + " current is one of them.")
    @Nullable
    String range;

    @Option(
            names = {"-i", "--indicate-current"},
            description = "Mark the revisions that the database is at.")
    boolean indicateCurrent;

    @Override
    Result<Answer> answer(Invocation invocation) {
        if (range != null && range.chars().filter(c -> c == ':').count() != 1) {
            throw new ParameterException(spec().commandLine(), "--rev-range is START:END; each may be left out");
        }
        if (!indicateCurrent && (range == null || !List.of(range.split(":", -1)).contains(CURRENT))) {
            return super.answer(invocation);
        }
        return database.required(invocation)
                .then(source -> open(
                        invocation,
                        source.url(),
                        database.session(),
                        opened -> opened.graph(true).then(graph -> show(opened, graph))));
    }

    @Override
    Result<List<Revision>> choose(MigrationProject opened, Graph graph) {
        List<String> rows = Optional.ofNullable(graph.position())
                .map(Graph.Position::current)
                .orElse(List.of());
        return range == null ? Result.ok(graph.revisions()) : named(graph, opened.selectRange(range, rows));
    }

    @Override
    String brief(RevisionText text, Revision revision) {
        return text.step(revision);
    }
}
