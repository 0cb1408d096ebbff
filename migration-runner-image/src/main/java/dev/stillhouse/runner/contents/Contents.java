package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.fingerprint.Definitions;
import java.util.List;

/**
 * All that is compared between a database and its restored copy.
 *
 * @param tables sorted by name
 * @param sequences sorted by name
 * @param schema a line for each thing in the schema: its subject, a tab, and what is so of it; sorted
 * @param definitions how these things are defined beyond that; compared of what both schemas have
 */
public record Contents(
        List<TableContent> tables, List<SequenceContent> sequences, LargeObjects largeObjects, List<String> schema, Definitions definitions) {

    public Contents {
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
        schema = List.copyOf(schema);
    }

    /** The same with other definitions. */
    public Contents with(Definitions other) {
        return new Contents(tables, sequences, largeObjects, schema, other);
    }

    public long rows() {
        return tables.stream().mapToLong(TableContent::rows).sum();
    }
}
