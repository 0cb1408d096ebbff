package dev.stillhouse.runner.decide;

import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunReport.Gap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told of the time between the backup's snapshot and the first step. */
public final class GapWords {
    private static final int NAMED = 3;
    private static final String UNCOUNTED =
            "How many rows were written since is not known, as the server's counters do not reach back to it: what the plan"
                    + " takes of them is in no backup.";

    private GapWords() {}

    /** Before the first step. */
    public static String told(Gap gap) {
        if (gap.waitedMillis() != null) {
            return waited(gap, gap.waitedMillis());
        }
        Long rows = gap.rows();
        if (rows == null) {
            return "The backup's snapshot is " + time(gap.millis()) + " old. " + UNCOUNTED;
        }
        return rows == 0
                ? "The backup's snapshot is " + time(gap.millis())
                        + " old. The server has counted no rows written since, of the tables"
                        + " that the plan can take something from."
                : "The backup's snapshot is " + time(gap.millis()) + " old, and" + since(gap, rows);
    }

    /** In the end, with a blank before it; empty where nothing was written. */
    public static String remark(RunReport.@Nullable Backup backup) {
        Gap gap = backup == null ? null : backup.gap();
        if (gap != null && gap.waitedMillis() != null) {
            return " " + waited(gap, gap.waitedMillis());
        }
        if (gap == null) {
            return "";
        }
        Long rows = gap.rows();
        if (rows == null) {
            return " The backup's snapshot was " + time(gap.millis()) + " old at the first step. " + UNCOUNTED;
        }
        return rows == 0
                ? ""
                : " In the " + time(gap.millis()) + " between the backup's snapshot and the first step"
                        + since(gap, rows);
    }

    private static String since(Gap gap, long rows) {
        List<RunReport.WrittenTable> tables = gap.tables();
        String names = tables.stream()
                .limit(NAMED)
                .map(table -> table.table() + " (" + table.rows() + ")")
                .collect(Collectors.joining(", "));
        return " about " + rows + (rows == 1 ? " row was" : " rows were")
                + " inserted, updated or deleted: " + names + (tables.size() > NAMED ? " …" : "")
                + ". What the plan takes of that is in no backup; to have all of it, stop the writers first.";
    }

    private static String waited(Gap gap, long millis) {
        List<RunReport.WrittenTable> tables = gap.tables();
        String names =
                tables.stream().limit(NAMED).map(RunReport.WrittenTable::table).collect(Collectors.joining(", "));
        return "Writers of " + names + (tables.size() > NAMED ? " …" : "") + " had to wait for " + time(millis)
                + ", so that nothing was written between the backup and the step.";
    }

    private static String time(long millis) {
        long seconds = (millis + 500) / 1000;
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }
}
