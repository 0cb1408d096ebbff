package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What a run does with the database. */
public enum Operation {
    /** Brings the database to the target, upwards or downwards, whichever Alembic finds the way to be. */
    Migrate,
    /** Brings the database up to the target; a plan that goes down is refused. */
    Upgrade,
    /**
     * Brings the database down to the target; a plan that goes up is refused. Neither the policy for going down nor an
     * approval is asked for: asking for this operation is the approval.
     */
    Downgrade,
    /** Writes the version rows of the target and runs no revision. Asking for it is the approval. */
    Stamp,
    /** Reads where the database is and what would be pending; changes nothing. */
    Observe,
    /** Takes a backup; changes nothing in the database. */
    Backup,
    /** Brings the database back from a backup. */
    Restore,
    /** Reads a stored backup back, and restores and compares it; touches no database but the runner's own. */
    Verify,
    /** An operation that this version does not know. It is never carried out, and may have changed the database. */
    Unknown;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static Operation read(String text) {
        return Constants.read(values(), text, Unknown);
    }
}
