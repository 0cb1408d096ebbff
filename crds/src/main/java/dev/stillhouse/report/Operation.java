package dev.stillhouse.report;

/** What a run does with the database. */
public enum Operation {
    /** Brings the database to the target, upwards or downwards, whichever Alembic finds the way to be. */
    Migrate,
    /** Reads where the database is and what would be pending; changes nothing. */
    Observe
}
