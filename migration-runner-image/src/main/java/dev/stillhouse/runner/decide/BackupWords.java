package dev.stillhouse.runner.decide;

import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.model.Bytes;

/** What is told of a backup. */
public final class BackupWords {
    private BackupWords() {}

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

    /**
     * The way back after an apply that failed: what there is, what it takes, what would be lost.
     *
     * @param database name of the database, which a restore has to confirm
     */
    public static String wayBack(RunReport.Backup backup, String database) {
        String name = backup.location().substring(backup.location().lastIndexOf('/') + 1);
        return " The way back, if data is missing: the MigrationBackup " + name + " has the database as it was"
                + (backup.snapshotTime() == null ? "" : " at " + backup.snapshotTime())
                + ". Create a MigrationRun with the operation Restore, spec.restore.backup " + name
                + " and spec.restore.confirm " + database + "; rows written since then would be lost.";
    }
}
