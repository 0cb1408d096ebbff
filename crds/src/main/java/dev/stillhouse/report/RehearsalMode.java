package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether a plan is tried on a copy of the database before it is applied. */
public enum RehearsalMode {
    /** It is not. */
    Never,
    /** On a copy of the schema, without its rows: up, down and up again, or down, up and down again. */
    Schema;

    /** Reads it; see {@link Constants}. What is not known is not done. */
    @JsonCreator
    public static RehearsalMode read(String text) {
        return Constants.read(values(), text, Never);
    }
}
