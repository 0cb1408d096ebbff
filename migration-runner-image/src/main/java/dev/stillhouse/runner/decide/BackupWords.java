package dev.stillhouse.runner.decide;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Bytes;
import dev.stillhouse.runner.model.Losses;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is told of a backup. */
public final class BackupWords {
    private BackupWords() {}

    /** Of one that was read back. */
    public static String verified(RunReport.Backup backup, BackupVerification by) {
        if (backup.scope() == BackupScope.Rows) {
            return "The backup " + backup.location() + " has the rows that were saved, as they were read: "
                    + backup.rows()
                    + " of " + String.join(", ", Objects.requireNonNullElse(backup.rowsOf(), List.of())) + ", of "
                    + backup.snapshotTime() + ".";
        }
        String how = by == BackupVerification.Restore
                ? " can be restored, and is equal to what was read when it was taken"
                : backup.state() == BackupState.Verified
                        ? " has the files that were restored and compared when it was taken; they were not restored again"
                        : " has the files that were stored; that they can be restored was not tried";
        return "The backup " + backup.location() + how + ": " + backup.rows() + " rows in " + backup.tables()
                + " tables, at " + (backup.revisions() == null ? "an unknown revision" : Rows.text(backup.revisions()))
                + ", as of " + backup.snapshotTime() + "." + rowsOf(backup);
    }

    /**
     * That a plan may take something which nobody can foresee, and which no backup has; empty if all that it takes is known, or
     * nothing is left out.
     *
     * @param exclude what is left out of backups
     * @param losses from which tables the plan takes something
     */
    public static Optional<String> unforeseen(RunRequest.@Nullable Exclude exclude, Losses losses) {
        boolean excluding = exclude != null
                && !(exclude.schemas().isEmpty()
                        && exclude.tables().isEmpty()
                        && exclude.extensions().isEmpty());
        return excluding && losses instanceof Losses.Unknown unknown
                ? Optional.of("Which tables the plan takes something from cannot be told beforehand, as "
                        + unknown.why() + ". If it is from what spec.backup.exclude names, no backup has it.")
                : Optional.empty();
    }

    /** Whose rows are in it, as a sentence after a blank; empty for those of all. */
    private static String rowsOf(RunReport.Backup backup) {
        List<String> names = backup.rowsOf();
        if (backup.scope() != BackupScope.Tables || names == null) {
            return "";
        }
        int more = Objects.requireNonNullElse(backup.tables(), 0) - names.size();
        return " It has the rows of these tables only: " + String.join(", ", names)
                + (more > 0 ? ", and " + more + " more." : ".");
    }

    /** The first of them: all are in the report beside the message. */
    private static String noted(@Nullable List<String> notes) {
        if (notes == null) {
            return "";
        }
        return " " + notes.getFirst()
                + (notes.size() == 1 ? "" : " (and " + (notes.size() - 1) + " more of that kind in its notes)");
    }

    /** Of one that an earlier attempt took. */
    public static String used(RunReport.Backup backup) {
        return "The backup " + backup.reused() + " of an earlier attempt is used, as of " + backup.snapshotTime() + ": "
                + (backup.state() == BackupState.Verified
                        ? "it is verified"
                        : "its files were read back when it was taken")
                + ", the plan is the same, and the database is where it was.";
    }

    /** In the end, with a blank before it; empty where the run took its backup itself, or none. */
    public static String remark(RunReport.@Nullable Backup backup) {
        return backup == null || backup.reused() == null
                ? ""
                : " It used the backup " + backup.reused() + " of an earlier attempt, as of " + backup.snapshotTime()
                        + (backup.state() == BackupState.Verified ? ", verified." : ".");
    }

    /** Of one that is complete, as a sentence. */
    public static String taken(RunReport.Backup backup) {
        Long size = backup.sizeBytes();
        return "The backup " + backup.location() + " is "
                + (backup.state() == BackupState.Verified
                        ? "stored and verified: it was restored and compared"
                        : "stored, and its files were read back as they were written")
                + (size == null ? "" : " (" + Bytes.text(size) + ")") + ". It has the database at "
                + (backup.revisions() == null ? "an unknown revision" : Rows.text(backup.revisions())) + "."
                + rowsOf(backup) + noted(backup.notes());
    }
}
