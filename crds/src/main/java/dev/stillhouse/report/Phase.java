package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The phases of a run, in the order in which the runner goes through them. */
public enum Phase {
    /** Connect, read the server's identity and the version rows, take the advisory lock. */
    @JsonProperty("observe")
    OBSERVE,
    /** Alembic resolves the target into ordered steps. */
    @JsonProperty("plan")
    PLAN,
    /** Try the steps on a copy of the database. */
    @JsonProperty("rehearse")
    REHEARSE,
    /** Decide whether the plan may run. */
    @JsonProperty("gate")
    GATE,
    /** Dump the database, store the dump, and restore it into a copy to compare. */
    @JsonProperty("backup")
    BACKUP,
    /** Bring the database back from a backup. */
    @JsonProperty("restore")
    RESTORE,
    /** Run the steps. */
    @JsonProperty("apply")
    APPLY,
    /** Read the version rows again and compare them with the plan; or read a stored backup back. */
    @JsonProperty("verify")
    VERIFY,
    /** A phase that this version does not know. */
    @JsonProperty("unknown")
    UNKNOWN;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static Phase read(String text) {
        return Constants.read(values(), text, UNKNOWN);
    }
}
