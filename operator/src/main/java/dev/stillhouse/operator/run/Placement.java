package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Operation;

/** Where the project is in the pod of a run. */
enum Placement {
    /** In a container of the user's image. */
    IMAGE,
    /** In the runner's own container. */
    CONFIG_MAP,
    /** Nowhere: a backup and a restore have to be possible whatever state the application's image is in. */
    NONE;

    static Placement of(MigrationRun run) {
        var spec = run.getSpec();
        if (spec.operation() == Operation.Backup || spec.operation() == Operation.Restore) {
            return NONE;
        }
        return spec.project().image() == null ? CONFIG_MAP : IMAGE;
    }
}
