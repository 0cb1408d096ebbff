package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whose rows are in a backup; the schema is in one of the first two, whole. */
public enum BackupScope {
    /** Those of all tables: the backup can take the place of the database. */
    Database,
    /**
     * Those of the tables that can lose some, and of Alembic's own; or of all but those that somebody left out. The backup can be
     * restored beside the database only.
     */
    Tables,
    /** Only those that statements were about to change, each saved right before: they can be put back by a restore. */
    Rows;

    /** Reads it; see {@link Constants}. What is not known is not taken for whole. */
    @JsonCreator
    public static BackupScope read(String text) {
        return Constants.read(values(), text, Tables);
    }
}
