package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** When a run takes a backup before it changes the database. */
public enum BackupPolicy {
    /** Never. */
    Never,
    /** When a step of the plan is destructive: rows, columns, tables, types or other data can be lost by it. */
    Destructive,
    /** Before every change. */
    Always;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static BackupPolicy read(String text) {
        return Constants.read(values(), text, Always);
    }
}
