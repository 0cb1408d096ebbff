package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.fingerprint.Expressions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is compared between a database and its restored copy.
 *
 * @param tables sorted by name
 * @param sequences sorted by name
 * @param schema a line for each thing in the schema: its subject, a tab, and what is so of it; sorted
 * @param details how these things are made: a subject, a tab, a detail, a tab, the fact; sorted; null in a backup that does
 *     not say it
 * @param expressions what their expressions say; null in a backup that does not say it
 */
public record Contents(
        List<TableContent> tables,
        List<SequenceContent> sequences,
        LargeObjects largeObjects,
        List<String> schema,
        @Nullable List<String> details,
        @Nullable Expressions expressions) {

    public Contents {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        schema = List.copyOf(schema);
        details = details == null ? null : List.copyOf(details);
    }

    public long rows() {
        return tables.stream().mapToLong(TableContent::rows).sum();
    }
}
