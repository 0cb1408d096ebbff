package dev.stillhouse.runner.command;

import dev.stillhouse.runner.model.Graph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** By which branch labels each revision can be named: a label holds for all that is built on the one that has it. */
final class Labels {
    private final Map<String, SortedSet<String>> byRevision = new HashMap<>();

    Labels(Graph graph) {
        for (Graph.Revision revision : graph.revisions().reversed()) {
            SortedSet<String> labels = new TreeSet<>(revision.branchLabels());
            revision.downRevisions().forEach(down -> labels.addAll(of(down)));
            byRevision.put(revision.revision(), labels);
        }
    }

    List<String> of(String revision) {
        return new ArrayList<>(byRevision.getOrDefault(revision, new TreeSet<>()));
    }
}
