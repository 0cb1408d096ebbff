package dev.stillhouse.runner.project.alembic;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.json.MalformedJson;
import dev.stillhouse.runner.model.Graph;
import java.util.ArrayList;
import java.util.List;

/** Reads the answer to {@code graph}. */
final class GraphAnswers {
    private GraphAnswers() {}

    static Graph graph(JsonObject result) throws MalformedJson {
        List<Graph.Revision> revisions = new ArrayList<>();
        for (JsonObject revision : result.objects("revisions")) {
            revisions.add(revision(revision));
        }
        return new Graph(
                revisions,
                result.texts("heads"),
                result.texts("realHeads"),
                result.texts("bases"),
                result.has("current") ? position(result) : null);
    }

    private static Graph.Position position(JsonObject result) throws MalformedJson {
        return new Graph.Position(
                result.texts("current"),
                result.texts("unknown"),
                Answers.versionTable(result.object("versionTable")),
                Answers.connection(result.object("connection")));
    }

    private static Graph.Revision revision(JsonObject revision) throws MalformedJson {
        return new Graph.Revision(
                revision.text("revision"),
                revision.texts("downRevisions"),
                revision.texts("dependsOn"),
                revision.texts("branchLabels"),
                revision.text("message"),
                revision.text("doc"),
                revision.text("file"),
                revision.flag("isHead"),
                revision.flag("isBase"),
                revision.flag("isBranchPoint"),
                revision.flag("isMergePoint"),
                revision.textOrNull("created"));
    }
}
