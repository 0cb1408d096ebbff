package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Reads how the things in a schema are made, as far as every version stores and writes that in the same words. */
public final class DetailReader {
    private DetailReader() {}

    /**
     * A line for each detail: the thing as its line in the schema begins, a tab, what is told of it, a tab, the fact.
     *
     * @param without oids of tables that are taken as if they were not there
     */
    public static List<String> read(NeutralSession session, Set<Long> without) throws SQLException {
        return session.list(
                Query.text("details.sql"), row -> PlainNames.in(row.getString(1)), SchemaReader.listed(without));
    }
}
