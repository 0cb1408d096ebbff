package dev.stillhouse.runner.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of which it can be asked beforehand which rows of one table it will change.
 *
 * @param revision the step that sends it
 * @param statement as it was rendered
 * @param schema of the table, as it is written; null for what the search path finds
 * @param table its name
 * @param by DELETE or UPDATE
 * @param columns those that an UPDATE sets; empty for a DELETE
 * @param affected a query with one column, the {@code ctid} of each row that is going to be changed; some perhaps twice
 */
public record RowLoss(
        String revision,
        String statement,
        @Nullable String schema,
        String table,
        TableLoss.By by,
        List<String> columns,
        String affected) {

    public RowLoss {
        columns = List.copyOf(columns);
    }

    /** The table as SQL names it. */
    public String tableInSql() {
        return (schema == null ? "" : quoted(schema) + ".") + quoted(table);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
