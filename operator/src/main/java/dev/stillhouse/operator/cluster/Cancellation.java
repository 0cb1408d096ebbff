package dev.stillhouse.operator.cluster;

import dev.stillhouse.api.v1alpha1.MigrationRun;

/** Who asked for the end of a run: a person, or the operator for a manifest that changed. Both do it by annotation. */
public final class Cancellation {
    /** The value that the operator itself writes. */
    public static final String SUPERSEDED = "superseded";

    private Cancellation() {}

    public static boolean isAsked(MigrationRun run) {
        return Labels.annotation(run, Labels.CANCEL).isPresent();
    }

    /** Whether a person asked: such a run is not tried again by itself. */
    public static boolean byPerson(MigrationRun run) {
        return Labels.annotation(run, Labels.CANCEL)
                .filter(value -> !value.equals(SUPERSEDED))
                .isPresent();
    }
}
