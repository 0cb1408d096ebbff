package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.RehearsalMode;

/** Which runs try their plan on a copy of the database first. */
final class Rehearsals {
    private Rehearsals() {}

    /** Whether a run does. Only one that runs revisions has anything to try. */
    static boolean isMade(MigrationRun run) {
        var spec = run.getSpec();
        return switch (spec.operation()) {
            case Migrate, Upgrade, Downgrade -> spec.rehearsalOrNever() != RehearsalMode.Never;
            case Stamp, Observe, Backup, Restore, Verify, Unknown -> false;
        };
    }
}
