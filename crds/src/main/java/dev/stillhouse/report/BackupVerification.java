package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How a backup is shown to be good before it is relied on. */
public enum BackupVerification {
    /** It is restored into a copy, and schema, row counts and contents are compared. */
    Restore,
    /** The stored files are read back and compared with what was written. That the dump can be restored is not shown. */
    Digest;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static BackupVerification read(String text) {
        return Constants.read(values(), text, Restore);
    }
}
