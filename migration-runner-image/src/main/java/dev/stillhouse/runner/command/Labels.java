package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Graph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * By which branch labels each revision can be named: a label holds for all that is built on the one that has it, and for
 * what is below it as far as the branch reaches. Alembic's {@code RevisionMap._add_branches} goes down from the newest
 * revision of the branch, and no further than to a branch point or merge point.
 */
final class Labels {
    private final Map<String, SortedSet<String>> byRevision = new HashMap<>();
    private final Map<String, Graph.Revision> revisions = new HashMap<>();
    private final Map<String, List<Graph.Revision>> next = new HashMap<>();

    Labels(Graph graph) {
        for (Graph.Revision revision : graph.revisions().reversed()) {
            revisions.put(revision.revision(), revision);
            SortedSet<String> labels = new TreeSet<>(revision.branchLabels());
            revision.downRevisions().forEach(down -> {
                labels.addAll(of(down));
                next.computeIfAbsent(down, any -> new ArrayList<>()).add(revision);
            });
            byRevision.put(revision.revision(), labels);
        }
        graph.revisions().stream()
                .filter(revision -> !revision.branchLabels().isEmpty() && isLineToTheEnd(revision))
                .forEach(this::label);
    }

    List<String> of(String revision) {
        return new ArrayList<>(byRevision.getOrDefault(revision, new TreeSet<>()));
    }

    private List<Graph.Revision> after(Graph.Revision revision) {
        return next.getOrDefault(revision.revision(), List.of());
    }

    /** Whether neither it nor anything after it is a branch point or merge point. */
    private boolean isLineToTheEnd(Graph.Revision first) {
        Graph.Revision revision = first;
        while (isInLine(revision) && !after(revision).isEmpty()) {
            revision = after(revision).getFirst();
        }
        return isInLine(revision);
    }

    private boolean isInLine(Graph.Revision revision) {
        return !revision.isMergePoint() && after(revision).size() < 2;
    }

    /** Those below it. */
    private void label(Graph.Revision labelled) {
        Optional<Graph.Revision> below = below(labelled);
        while (below.isPresent()) {
            Graph.Revision revision = below.get();
            byRevision
                    .computeIfAbsent(revision.revision(), any -> new TreeSet<>())
                    .addAll(labelled.branchLabels());
            below = below(revision);
        }
    }

    private Optional<Graph.Revision> below(Graph.Revision revision) {
        return revision.downRevisions().stream()
                .findFirst()
                .flatMap(down -> Optional.ofNullable(revisions.get(down)))
                .filter(this::isInLine);
    }
}
