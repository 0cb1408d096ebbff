package dev.stillhouse.runner.command;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Graph.Revision;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.project.MigrationProject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** A command that shows revisions of the project, for which no database is needed. */
abstract class GraphCommand extends ProjectCommand {
    @Option(
            names = {"-v", "--verbose"},
            description = "Show all that is known of each revision.")
    boolean verbose;

    /** The revisions to show, in order. */
    abstract Result<List<Revision>> choose(MigrationProject opened, Graph graph);

    /** A revision in brief. */
    abstract String brief(RevisionText text, Revision revision);

    @Override
    Result<Answer> answer(Invocation invocation) {
        return open(
                invocation,
                NoDatabase.URL,
                new RunRequest.Session(0, 0, null),
                opened -> opened.graph(false).then(graph -> show(opened, graph)));
    }

    final Result<Answer> show(MigrationProject opened, Graph graph) {
        return choose(opened, graph).then(revisions -> {
            RevisionText text = new RevisionText(graph);
            Function<Revision, String> shown = verbose ? text::whole : revision -> brief(text, revision);
            return Result.ok(
                    Answer.done(String.join("\n", revisions.stream().map(shown).toList()), json(graph, revisions)));
        });
    }

    private static JsonObject json(Graph graph, List<Revision> revisions) {
        return new JsonObject()
                .put("revisions", new RevisionJson(graph).all(revisions))
                .put("heads", graph.heads())
                .put(
                        "current",
                        Optional.ofNullable(graph.position())
                                .map(Graph.Position::current)
                                .orElse(null));
    }

    /** The revisions that Alembic says an expression means. */
    static Result<List<Revision>> named(Graph graph, Result<List<String>> identifiers) {
        return identifiers.then(names -> Result.ok(names.stream()
                .flatMap(name ->
                        graph.revisions().stream().filter(it -> it.revision().equals(name)))
                .toList()));
    }
}
