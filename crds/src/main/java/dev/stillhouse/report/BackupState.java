package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Where a backup is in its life. */
public enum BackupState {
    /** A run that may need it has been created; no file has been written. */
    Pending,
    /** It is being dumped, stored or verified; it is not to be relied on. */
    Running,
    /** Its files are stored, and what was read back is what was written. */
    Stored,
    /** It is stored, and was restored and compared. */
    Verified,
    /** It is not complete; it is not to be relied on. Files may remain until the resource is deleted. */
    Failed,
    /** Nothing says what its files are, or whether there are any: it is not to be relied on, nor to be cleared away. */
    Unknown,
    /** Its files are being deleted. */
    Deleting;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static BackupState read(String text) {
        return Constants.read(values(), text, Unknown);
    }
}
