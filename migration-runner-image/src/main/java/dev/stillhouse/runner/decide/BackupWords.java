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
}
