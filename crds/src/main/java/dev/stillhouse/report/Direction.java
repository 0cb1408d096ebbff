package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The way that a plan goes through the revision history. */
public enum Direction {
    @JsonProperty("up")
    UP,
    @JsonProperty("down")
    DOWN,
    /** The database is at the target. */
    @JsonProperty("none")
    NONE,
    /** A way that this version does not know. */
    @JsonProperty("unknown")
    UNKNOWN;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static Direction read(String text) {
        return Constants.read(values(), text, UNKNOWN);
    }
}
