package dev.stillhouse.runner.decide;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Graph.Position;
import dev.stillhouse.runner.model.Graph.Revision;
import dev.stillhouse.runner.model.Result;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the place that a project which knows the way has to go down to, so that another project, which does not know
 * where the database is, can go on from there. Pure.
 */
public final class WayDown {
    private static final int NAMED = 5;

    private final Map<String, Revision> revisions;

    private WayDown(Graph graph) {
        revisions = graph.revisions().stream().collect(Collectors.toMap(Revision::revision, Function.identity()));
    }

    /**
     * The newest revisions that the database has applied and the other project knows; several on several branches.
     *
     * @param graph the history of the project that knows the way, with the database's position
     * @param known revisions of the other project, newest first
     */
    public static Result<List<String>> targets(Graph graph, List<String> known) {
        Position position = Objects.requireNonNull(graph.position(), "the graph was asked for with the position");
        return new WayDown(graph).targets(position.current(), known);
    }

    private Result<List<String>> targets(List<String> rows, List<String> known) {
        List<String> strange =
                rows.stream().filter(row -> !revisions.containsKey(row)).toList();
        if (!strange.isEmpty()) {
            return Result.failed(
                    Reason.UnknownRevision,
                    "The database is at " + Rows.text(strange)
                            + ", which the remembered project does not contain either.");
        }
        Set<String> applied = withAncestors(rows);
        List<String> common = known.stream().filter(applied::contains).toList();
        Set<String> below = new HashSet<>();
        common.forEach(revision -> below.addAll(withAncestors(parents(revision))));
        List<String> newest =
                common.stream().filter(revision -> !below.contains(revision)).toList();
        return newest.isEmpty()
                ? Result.failed(
                        Reason.UnreachableTarget,
                        "The wanted project and the database have no revision in common: none of "
                                + known.stream().limit(NAMED).collect(Collectors.joining(", "))
                                + (known.size() > NAMED ? ", …" : "") + " was applied. Nothing was changed.")
                : Result.ok(newest);
    }

    private Set<String> withAncestors(Collection<String> from) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            String revision = open.pop();
            if (found.add(revision)) {
                open.addAll(parents(revision));
            }
        }
        return found;
    }

    private List<String> parents(String revision) {
        Revision known = revisions.get(revision);
        return known == null
                ? List.of()
                : Stream.concat(known.downRevisions().stream(), known.dependsOn().stream())
                        .toList();
    }
}
