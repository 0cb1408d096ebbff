package dev.stillhouse.runner.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision to write; what is absent is Alembic's default.
 *
 * @param autogenerate compares the project's models with the database
 * @param head the revision to build on
 * @param splice allows a head that is none, which makes a branch point
 * @param versionPath the folder, if the project has several
 */
public record NewRevision(
        @Nullable String message,
        boolean autogenerate,
        @Nullable String head,
        boolean splice,
        List<String> branchLabels,
        List<String> dependsOn,
        @Nullable String versionPath,
        @Nullable String revisionId) {

    public NewRevision {
        branchLabels = List.copyOf(branchLabels);
        dependsOn = List.copyOf(dependsOn);
    }
}
