package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What a restore does with the database that it brings back. */
public enum RestoreMode {
    /** Into a new database, verified, then swapped in by renaming; the old one is kept under a dated name. */
    Swap,
    /** Into a new database, verified, and left beside the old one. */
    NewDatabase,
    /** Over the objects of the database itself, in one transaction; what the backup does not have stays. */
    InPlace,
    /** Saved rows into the live tables, in one transaction; all else stays as it is. */
    Rows,
    /** A way that this version does not know. It is never carried out, and may have changed the database. */
    Unknown;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static RestoreMode read(String text) {
        return Constants.read(values(), text, Unknown);
    }
}
