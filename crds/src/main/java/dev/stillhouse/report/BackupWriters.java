package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What becomes of those who write to tables from which a migration takes something, while its backup is taken. */
public enum BackupWriters {
    /** They go on: what they write between the backup and the step is in no backup, and how much it was is told. */
    Continue,
    /** They wait, from before the backup until the migration is committed. */
    Wait;

    /** Reads it; see {@link Constants}. What is not known is not taken for a promise to lose nothing. */
    @JsonCreator
    public static BackupWriters read(String text) {
        return Constants.read(values(), text, Wait);
    }
}
