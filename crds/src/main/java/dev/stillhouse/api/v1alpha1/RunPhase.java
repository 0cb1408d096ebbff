package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.stillhouse.report.Constants;

/** Where a run is in its life. */
public enum RunPhase {
    /** Its Job is about to be created, or its pod has not started. */
    Pending(false),
    /** The runner is at work. */
    Running(false),
    /** The pod, Job or node was lost before a report; another run reads the database to settle it. */
    Unknown(false),
    /** The database is where the run should bring it, or was observed. */
    Succeeded(true),
    /** The plan waits for an approval; nothing was changed. */
    AwaitingApproval(true),
    /** The run did not reach what it was asked for; the status says what was changed. */
    Failed(true),
    /** A phase that this version does not know: a newer one wrote it, and nothing is done about the run. */
    Unrecognized(false);

    private final boolean terminal;

    RunPhase(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether the phase never changes again. */
    public boolean terminal() {
        return terminal;
    }

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static RunPhase read(String text) {
        return Constants.read(values(), text, Unrecognized);
    }
}
