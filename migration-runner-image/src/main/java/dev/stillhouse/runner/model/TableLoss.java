package dev.stillhouse.runner.model;

import org.jspecify.annotations.Nullable;

/**
 * A table from which a statement takes something, or may set off what does, as the statement names it.
 *
 * @param schema as it is written; null for what the search path finds
 * @param name empty for all tables of the schema; of an extension its own name, which stands for its tables
 */
public record TableLoss(@Nullable String schema, String name, By by) {

    /** All tables of a schema, with the schema. */
    public static TableLoss ofSchema(String schema) {
        return new TableLoss(schema, "", By.DEFINITION);
    }

    /** All tables of an extension, with the extension. */
    public static TableLoss ofExtension(String extension) {
        return new TableLoss(null, extension, By.EXTENSION);
    }

    /** What takes it, which decides which other tables lose something too. */
    public enum By {
        /** The table, a column or the values of one go; nothing of any row's own is run. */
        DEFINITION,
        /** The extension that the table belongs to goes. */
        EXTENSION,
        TRUNCATE,
        /** All tables that refer to it are emptied too. */
        TRUNCATE_CASCADE,
        DELETE,
        /** Also by an INSERT that updates, and by MERGE. */
        UPDATE,
        /** Nothing: rows are added to it. But what that sets off can take something from others. */
        INSERT
    }
}
