package dev.stillhouse.runner.project;

import dev.stillhouse.runner.model.SavedTable;
import dev.stillhouse.runner.model.Trouble;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a project asks while it works, and waits to be answered. */
public sealed interface ProjectQuestion {

    /**
     * Others wait who would write to these tables, and nothing has been done to them yet: may the step go on?
     *
     * @param tables as SQL names them
     * @param failedBefore why the project did not come to the end of its try before this one, if it tries again by itself
     */
    record Held(List<String> tables, @Nullable Trouble failedBefore) implements ProjectQuestion {
        public Held {
            tables = List.copyOf(tables);
        }
    }

    /**
     * These rows are about to change, and perhaps more: are they kept?
     *
     * @param rows each the text of all its values, in the order of its table's columns
     */
    record Rows(List<String> rows) implements ProjectQuestion {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /**
     * All rows have been told that the next statement is going to change, and nothing has been done to them yet: may it be
     * sent?
     *
     * @param attempt counts the runs of the project's env.py: what is of an earlier one was rolled back, unless it was
     *     committed
     * @param revision the step that the statement is of
     * @param set the columns that it sets; empty if it deletes the rows
     * @param count how many rows there are
     * @param sha256 of the rows, each with a line feed
     */
    record Saved(int attempt, String revision, SavedTable table, List<String> set, long count, String sha256)
            implements ProjectQuestion {
        public Saved {
            set = List.copyOf(set);
        }
    }
}
