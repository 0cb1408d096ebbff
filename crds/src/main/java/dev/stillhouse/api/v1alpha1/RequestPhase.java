package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.stillhouse.report.Constants;

/** Where a request is in its life. */
public enum RequestPhase {
    /** It waits for its DatabaseMigration, or for its turn: one run at a time. */
    Pending(false),
    /** Its run is under way. */
    Running(false),
    /** It was carried out. */
    Succeeded(true),
    /** It was not carried out, or not to its end; the message says what was changed. */
    Failed(true),
    /** A request of the same name and content was taken up before; nothing was run for this one. */
    AlreadyExecuted(true),
    /** A phase that this version does not know: a newer one wrote it, and nothing is done about the request. */
    Unrecognized(true);

    private final boolean terminal;

    RequestPhase(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether the phase never changes again. */
    public boolean terminal() {
        return terminal;
    }

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static RequestPhase read(String text) {
        return Constants.read(values(), text, Unrecognized);
    }
}
