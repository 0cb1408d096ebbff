package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.report.Operation;

/**
 * Runs by which the operator only looks where a database is. Thousands of DatabaseMigrations have them all day: an event is
 * written of what goes wrong or has changed, not of each look.
 */
public final class RoutineRuns {
    private RoutineRuns() {}

    public static boolean isRoutine(MigrationRun run) {
        var spec = run.getSpec();
        return spec.operation() == Operation.Observe && spec.settlesRef() == null && spec.request() == null;
    }
}
