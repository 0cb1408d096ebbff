package dev.stillhouse.runner.contents;

import java.util.List;

/**
 * All that is compared between a database and its restored copy.
 *
 * @param tables sorted by name
 * @param sequences sorted by name
 * @param schema a line for each thing in the schema: its subject, a tab, and what is so of it; sorted
 */
public record Contents(
        List<TableContent> tables, List<SequenceContent> sequences, LargeObjects largeObjects, List<String> schema) {

    public Contents {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        schema = List.copyOf(schema);
    }

    public long rows() {
        return tables.stream().mapToLong(TableContent::rows).sum();
    }
}
