package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationRun;

/** Who asked for the end of a run: a person, or the operator for a manifest that changed. Each does it by an annotation. */
public final class Cancellation {
    private Cancellation() {}

    public static boolean isAsked(MigrationRun run) {
        return byPerson(run) || Labels.annotation(run, Labels.SUPERSEDED).isPresent();
    }

    /** Whether a person asked: such a run is not tried again by itself. */
    public static boolean byPerson(MigrationRun run) {
        return Labels.annotation(run, Labels.CANCEL).isPresent();
    }
}
