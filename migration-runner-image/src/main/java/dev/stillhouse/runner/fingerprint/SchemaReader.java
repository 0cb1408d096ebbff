package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the schema in lines that can be compared. */
public final class SchemaReader {
    private SchemaReader() {}

    public static List<String> read(NeutralSession session) throws SQLException {
        return read(session, Set.of());
    }

    /** @param without oids of tables that are taken as if they were not there */
    public static List<String> read(NeutralSession session, Set<Long> without) throws SQLException {
        return session.list(Query.text("schema.sql"), row -> PlainNames.in(row.getString(1)), listed(without));
    }

    /** As the queries take them. */
    static String listed(Set<Long> oids) {
        return oids.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }
}
