package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.List;

/** Reads the schema in lines that can be compared. */
public final class SchemaReader {
    private SchemaReader() {}

    public static List<String> read(NeutralSession session) throws SQLException {
        return session.list(Query.text("schema.sql"), row -> PlainNames.in(row.getString(1)));
    }
}
