package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import java.util.Collection;

/** Where the queue learns which runs there are: what is in the cluster, and nothing that an operator could forget. */
interface OpenRuns {
    /** All that are not over and not of unknown outcome, in whatever namespace. */
    Collection<MigrationRun> all();

    /** Whether there is a Job of a run's name. */
    boolean hasJob(MigrationRun run);

    /** Whether there is one that has not come to its end. */
    boolean hasOpenJob(MigrationRun run);
}
