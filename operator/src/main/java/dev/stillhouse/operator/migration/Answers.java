package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.report.Operation;

/** Tells whether the run that left the database where it is has left it where the manifest wants it. */
final class Answers {
    private Answers() {}

    static boolean isAnswer(MigrationSnapshot world, MigrationRun run) {
        var moved = world.settledBy(run).orElse(run);
        return switch (moved.getSpec().operation()) {
            case Upgrade, Downgrade, Stamp ->
                isDone(run) && isAimedAtManifest(world, moved) || isSeenAtTarget(world, run);
            case Migrate, Observe -> isDone(run) && !run.getSpec().goesDownToKnown();
            case Backup, Restore -> false;
        };
    }

    /** Whether the database is where a run was to bring it. */
    static boolean isDone(MigrationRun run) {
        return RunOutcomes.phase(run) == RunPhase.Succeeded
                && (run.getSpec().operation() != Operation.Observe || RunOutcomes.isAtTarget(run));
    }

    private static boolean isAimedAtManifest(MigrationSnapshot world, MigrationRun run) {
        var manifest = world.migration().getSpec();
        return run.getSpec().targetsOrTarget().equals(manifest.targetsOrDefault())
                && run.getSpec()
                        .project()
                        .withDefaults()
                        .equals(manifest.project().withDefaults());
    }

    private static boolean isSeenAtTarget(MigrationSnapshot world, MigrationRun run) {
        return Looks.since(world, run).filter(RunOutcomes::isAtTarget).isPresent();
    }
}
