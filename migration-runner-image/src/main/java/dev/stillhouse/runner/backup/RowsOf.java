package dev.stillhouse.runner.backup;

import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.contents.Contents;
import java.util.List;

/** The tables whose rows a backup has, as a report names them. */
final class RowsOf {
    private RowsOf() {}

    /** The first of them. */
    static List<String> names(Contents contents) {
        return contents.tables().stream()
                .map(table -> table.table().toString())
                .limit(RunReport.Backup.ROWS_OF)
                .toList();
    }
}
