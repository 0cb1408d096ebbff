package dev.stillhouse.runner.rows;

import dev.stillhouse.runner.model.SavedTable;
import java.util.List;

/**
 * The rows that were saved for one execution of a statement.
 *
 * @param file their file's name
 * @param revision the step that changed them
 * @param table whose rows they are
 * @param set the columns that the statement set; empty if it deleted the rows
 * @param rows how many there are
 * @param sha256 of the rows in UTF-8, each with a line feed
 */
public record SavedStatement(
        String file, String revision, SavedTable table, List<String> set, long rows, String sha256) {

    public SavedStatement {
        set = List.copyOf(set);
    }

    public boolean deletes() {
        return set.isEmpty();
    }
}
