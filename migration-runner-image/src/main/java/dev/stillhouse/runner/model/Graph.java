package dev.stillhouse.runner.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole history of a project.
 *
 * @param revisions newest first, in Alembic's own order
 * @param heads as {@code alembic heads} lists them
 * @param realHeads the heads that no other revision depends on, which is what the target {@code heads} means
 * @param position where the database is; absent if it was not asked
 */
public record Graph(
        List<Revision> revisions,
        List<String> heads,
        List<String> realHeads,
        List<String> bases,
        @Nullable Position position) {

    public Graph {
        revisions = List.copyOf(revisions);
        heads = List.copyOf(heads);
        realHeads = List.copyOf(realHeads);
        bases = List.copyOf(bases);
    }

    /**
     * A revision of the history.
     *
     * @param dependsOn the revisions that its {@code depends_on} means
     * @param branchLabels the labels that it gives itself
     * @param message the first line of its docstring
     * @param doc its docstring
     * @param file the revision file, relative to the project where it can be
     * @param created the date of its docstring, as it is written there
     */
    public record Revision(
            String revision,
            List<String> downRevisions,
            List<String> dependsOn,
            List<String> branchLabels,
            String message,
            String doc,
            String file,
            boolean isHead,
            boolean isBase,
            boolean isBranchPoint,
            boolean isMergePoint,
            @Nullable String created) {

        public Revision {
            downRevisions = List.copyOf(downRevisions);
            dependsOn = List.copyOf(dependsOn);
            branchLabels = List.copyOf(branchLabels);
        }
    }

    /**
     * Where a database is in the history.
     *
     * @param current its version rows
     * @param unknown those of them that the project does not contain
     */
    public record Position(
            List<String> current, List<String> unknown, Plan.VersionTable versionTable, Plan.Connection connection) {

        public Position {
            current = List.copyOf(current);
            unknown = List.copyOf(unknown);
        }
    }
}
