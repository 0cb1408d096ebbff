package dev.stillhouse.runner.decide;

import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.RunRequest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the backup of an earlier attempt stands for one that would be taken now. Every doubt is a no: another backup costs
 * time, and one that does not fit the data.
 */
public sealed interface Reuse {
    /** By how much the clocks of runner and server may go apart while a backup is taken. */
    long CLOCK_MILLIS = 60_000;

    /** It does. */
    record Fits() implements Reuse {}

    /** @param why a clause, for a person */
    record Unfit(String why) implements Reuse {}

    /**
     * The place in the history of a database at which something was seen of it.
     *
     * @param lineage which one it was
     * @param versions the version rows: each table with its rows
     * @param millis when, by the server's clock
     */
    record Position(Lineage lineage, List<String> versions, long millis) {
        public Position {
            versions = List.copyOf(versions);
        }
    }

    /**
     * What lies in the store.
     *
     * @param shown what was shown of it when it was taken
     * @param whole whether it has the rows of all tables
     * @param rowsOf the tables whose rows it has
     */
    record Stored(Position of, BackupVerification shown, boolean whole, Set<String> rowsOf) {
        public Stored {
            rowsOf = Set.copyOf(rowsOf);
        }
    }

    /**
     * What a backup would have to be now.
     *
     * @param planDigest of the plan that it is for
     * @param any whether the plan can take something from any table
     * @param rowsOf the tables that it can take something from, or all
     */
    record Needed(Position of, String planDigest, boolean any, Set<String> rowsOf) {
        public Needed {
            rowsOf = Set.copyOf(rowsOf);
        }
    }

    /** @param wanted the backup that would be taken */
    static Reuse decide(RunRequest.Backup wanted, RunRequest.Earlier earlier, Stored stored, Needed now) {
        String why = unfit(wanted, earlier, stored, now);
        return why == null ? new Fits() : new Unfit(why);
    }

    private static @Nullable String unfit(
            RunRequest.Backup wanted, RunRequest.Earlier earlier, Stored stored, Needed now) {
        if (!earlier.planDigest().equals(now.planDigest())) {
            return "it was taken for another plan (" + earlier.planDigest() + ")";
        }
        String broken = stored.of().lineage().brokenIn(now.of().lineage());
        if (broken != null) {
            return broken;
        }
        if (!now.of().versions().equals(stored.of().versions())) {
            return "the database is at another revision than it: "
                    + text(now.of().versions()) + ", not " + text(stored.of().versions());
        }
        if (wanted.verification() == BackupVerification.Restore && stored.shown() != BackupVerification.Restore) {
            return "it was not verified by a restore, as spec.backup.verify wants it";
        }
        String old = tooOld(earlier, stored, now);
        if (old != null) {
            return old;
        }
        String uncovered = uncovered(wanted, stored, now);
        return uncovered == null ? stored.of().lineage().replacedIn(now.of().lineage()) : uncovered;
    }

    private static @Nullable String tooOld(RunRequest.Earlier earlier, Stored stored, Needed now) {
        long complete = stored.of().millis() + earlier.millis();
        long age = now.of().millis() - complete;
        if (age < -CLOCK_MILLIS) {
            return "the server's clock says that it is not complete yet: it was set back";
        }
        return age > earlier.withinMillis()
                ? "it was complete " + minutes(age) + " ago, and is used for " + minutes(earlier.withinMillis())
                        + " (spec.backup.reuseWithin)"
                : null;
    }

    private static String minutes(long millis) {
        return millis < 120_000 ? millis / 1000 + " s" : millis / 60_000 + " min";
    }

    private static @Nullable String uncovered(RunRequest.Backup wanted, Stored stored, Needed now) {
        if (!stored.whole() && (wanted.scope() == BackupScope.Database || now.any())) {
            return "it has the rows of some tables only, and those of all are needed";
        }
        Set<String> missing = new TreeSet<>(now.rowsOf());
        missing.removeAll(stored.rowsOf());
        return missing.isEmpty()
                ? null
                : "it has not the rows of " + missing.iterator().next()
                        + (missing.size() == 1 ? "" : " and of " + (missing.size() - 1) + " other tables");
    }

    private static String text(List<String> versions) {
        return versions.isEmpty() ? "no version table" : String.join(", ", versions);
    }
}
