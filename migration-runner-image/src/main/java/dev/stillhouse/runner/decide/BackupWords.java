package dev.stillhouse.runner.decide;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.model.Bytes;

/** What is told of a backup. */
public final class BackupWords {
    private BackupWords() {}

    /** Of one that was read back. */
    public static String verified(RunReport.Backup backup, BackupVerification by) {
        String how = by == BackupVerification.Restore
                ? " can be restored, and is equal to what was read when it was taken"
                : backup.state() == BackupState.Verified
                        ? " has the files that were restored and compared when it was taken; they were not restored again"
                        : " has the files that were stored; that they can be restored was not tried";
        return "The backup " + backup.location() + how + ": " + backup.rows() + " rows in " + backup.tables()
                + " tables, at " + (backup.revisions() == null ? "an unknown revision" : Rows.text(backup.revisions()))
                + ", as of " + backup.snapshotTime() + ".";
    }

    /** Of one that is complete, as a sentence. */
    public static String taken(RunReport.Backup backup) {
        Long size = backup.sizeBytes();
        return "The backup " + backup.location() + " is "
                + (backup.state() == BackupState.Verified
                        ? "stored and verified: it was restored and compared"
                        : "stored, and its files were read back as they were written")
                + (size == null ? "" : " (" + Bytes.text(size) + ")") + ". It has the database at "
                + (backup.revisions() == null ? "an unknown revision" : Rows.text(backup.revisions())) + ".";
    }
}
