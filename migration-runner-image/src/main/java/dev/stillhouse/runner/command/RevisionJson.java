package dev.stillhouse.runner.command;

import dev.stillhouse.runner.json.JsonObject;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Graph.Revision;
import java.util.List;

/** Revisions for a program. */
final class RevisionJson {
    private final Graph graph;
    private final Labels labels;

    RevisionJson(Graph graph) {
        this.graph = graph;
        this.labels = new Labels(graph);
    }

    List<JsonObject> all(List<Revision> revisions) {
        return revisions.stream().map(this::one).toList();
    }

    JsonObject one(Revision revision) {
        return new JsonObject()
                .put("revision", revision.revision())
                .put("downRevisions", revision.downRevisions())
                .put("dependsOn", revision.dependsOn())
                .put("labels", labels.of(revision.revision()))
                .put("message", revision.message())
                .put("doc", revision.doc())
                .put("file", revision.file())
                .put("created", revision.created())
                .put("head", graph.heads().contains(revision.revision()))
                .put("base", revision.isBase())
                .put("branchPoint", revision.isBranchPoint())
                .put("mergePoint", revision.isMergePoint());
    }
}
