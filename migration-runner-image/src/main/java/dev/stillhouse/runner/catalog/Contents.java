package dev.stillhouse.runner.catalog;

/** What is in a table, or in a column. */
public enum Contents {
    /** No row; no row in which the column is not NULL. */
    NOTHING,
    SOMETHING,
    /** It was not looked at, as that may take long, is not allowed, or somebody is writing. */
    UNKNOWN;

    Contents orIfUnknown(Contents earlier) {
        return this == UNKNOWN ? earlier : this;
    }
}
