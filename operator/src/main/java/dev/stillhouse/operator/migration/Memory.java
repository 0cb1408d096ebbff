package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.AppliedWith;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.cluster.RunOutcomes;
import java.util.List;
import java.util.Optional;

/**
 * Remembers which project knows the revisions that the database is at. A project that knows a revision knows all below
 * it, so that one is enough. It is on record in the status, so that it is remembered although the run is deleted.
 */
final class Memory {
    private Memory() {}

    /** What was learnt last; nothing for a project in a ConfigMap, whose content may have changed since. */
    static Optional<AppliedWith> of(MigrationSnapshot world) {
        return world.runs().reversed().stream()
                .filter(Bearing::reads)
                .flatMap(run -> lesson(run).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(world.migration().getStatus()).map(DatabaseMigrationStatus::appliedWith));
    }

    /** A plan that could be made shows that the project knows where the database is. */
    private static Optional<AppliedWith> lesson(MigrationRun run) {
        var project = run.getSpec().project();
        return RunOutcomes.result(run)
                .filter(result -> result.pending() != null && project.image() != null)
                .flatMap(result -> rows(result)
                        .map(rows -> new AppliedWith(
                                run.getMetadata().getName(), rows, result.imageDigest(), pinned(project, result))));
    }

    private static Optional<List<String>> rows(RunResult result) {
        return Optional.ofNullable(result.revisionsAfter());
    }

    /** With the very image that ran, where the node tells its name in the registry: a tag may mean another one later. */
    private static ProjectSpec pinned(ProjectSpec project, RunResult result) {
        var digest = result.imageDigest();
        return digest != null && digest.contains("@") ? project.withImage(digest) : project;
    }
}
