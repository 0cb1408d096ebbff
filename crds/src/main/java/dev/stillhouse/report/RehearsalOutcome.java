package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What a rehearsal has shown. */
public enum RehearsalOutcome {
    /** The plan goes there, back, and there again, and the schema is each time what it was before. */
    Passed,
    /** The plan goes there; the findings say what is wrong with the way back, or with a second time. */
    Warned,
    /** A step of the plan fails: it would fail in the database too. */
    Failed,
    /** The plan could not be tried, or not to its end; the findings say why. It says nothing of the plan. */
    Impossible,
    /** An outcome that this version does not know. */
    Unknown;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static RehearsalOutcome read(String text) {
        return Constants.read(values(), text, Unknown);
    }
}
