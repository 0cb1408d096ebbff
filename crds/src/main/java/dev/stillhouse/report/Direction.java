package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The way that a plan goes through the revision history. */
public enum Direction {
    @JsonProperty("up")
    UP,
    @JsonProperty("down")
    DOWN,
    /** The database is at the target. */
    @JsonProperty("none")
    NONE
}
