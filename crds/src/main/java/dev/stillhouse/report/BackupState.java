package dev.stillhouse.report;

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
    /** Its files are being deleted. */
    Deleting
}
