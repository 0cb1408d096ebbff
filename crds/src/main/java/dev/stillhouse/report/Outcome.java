package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How a run ended. */
public enum Outcome {
    /** The database is where the request wanted it, or was observed as asked. */
    Succeeded,
    /** The plan is good but needs an approval that has not been given; nothing was changed. */
    AwaitingApproval,
    /** The request was not fulfilled; the report says what was changed. */
    Failed,
    /** An outcome that this version does not know. It is taken for a failure. */
    Unknown;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static Outcome read(String text) {
        return Constants.read(values(), text, Unknown);
    }
}
