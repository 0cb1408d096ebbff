package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Graph.Revision;
import java.util.List;
import java.util.Optional;

/** Revisions as Alembic's own commands show them. */
final class RevisionText {
    private final Graph graph;
    private final Labels labels;
    private final List<String> current;

    RevisionText(Graph graph) {
        this.graph = graph;
        this.labels = new Labels(graph);
        this.current = Optional.ofNullable(graph.position())
                .map(Graph.Position::current)
                .orElse(List.of());
    }

    /** As in {@code alembic history}. */
    String step(Revision revision) {
        return below(revision) + " -> " + marked(revision) + title(revision);
    }

    /** As in {@code alembic heads}. */
    String marked(Revision revision) {
        StringBuilder text = new StringBuilder(revision.revision());
        List<String> names = labels.of(revision.revision());
        if (!names.isEmpty()) {
            text.append(" (").append(String.join(", ", names)).append(')');
        }
        if (revision.isHead()) {
            text.append(graph.realHeads().contains(revision.revision()) ? " (head)" : " (effective head)");
        }
        return text.append(current.contains(revision.revision()) ? " (current)" : "")
                .append(revision.isBranchPoint() ? " (branchpoint)" : "")
                .append(revision.isMergePoint() ? " (mergepoint)" : "")
                .toString();
    }

    /** All that is known of it, line by line; as with {@code --verbose}. */
    String whole(Revision revision) {
        StringBuilder text = new StringBuilder("Rev: " + marked(revision));
        text.append(revision.isMergePoint() ? "\nMerges: " : "\nParent: ").append(below(revision));
        if (!revision.dependsOn().isEmpty()) {
            text.append("\nAlso depends on: ").append(String.join(", ", revision.dependsOn()));
        }
        text.append("\nPath: ").append(revision.file());
        if (!revision.doc().isBlank()) {
            text.append("\n\n    ").append(revision.doc().strip().replace("\n", "\n    "));
        }
        return text.append('\n').toString().replaceAll("(?m)^ +$", "");
    }

    /** What is built directly on it. */
    List<Revision> above(Revision revision) {
        return graph.revisions().stream()
                .filter(next -> next.downRevisions().contains(revision.revision()))
                .toList();
    }

    private static String below(Revision revision) {
        return revision.downRevisions().isEmpty() ? "<base>" : String.join(", ", revision.downRevisions());
    }

    static String title(Revision revision) {
        return revision.message().isBlank() ? "" : ", " + revision.message().strip();
    }
}
