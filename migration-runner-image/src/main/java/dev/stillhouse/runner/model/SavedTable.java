package dev.stillhouse.runner.model;

import java.util.List;
import java.util.Map;

/**
 * A table as it was when rows of it were saved.
 *
 * @param columns in their order, which is that of the values in a saved row
 * @param key the columns of the primary key
 * @param settings of the session that read the rows: those that decide how values are written
 */
public record SavedTable(
        String schema, String name, List<Column> columns, List<String> key, Map<String, String> settings) {

    /**
     * A column.
     *
     * @param type as SQL names it, with its schema unless it is PostgreSQL's own
     * @param generated whether it is computed of others
     */
    public record Column(String name, String type, boolean generated) {}

    public SavedTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        settings = Map.copyOf(settings);
    }

    /** For people. */
    public String title() {
        return schema + "." + name;
    }
}
