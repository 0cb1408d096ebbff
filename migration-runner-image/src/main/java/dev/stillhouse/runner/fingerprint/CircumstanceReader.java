package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Reads what is so of a database beside its contents, as far as the user may see it. */
public final class CircumstanceReader {
    private CircumstanceReader() {}

    public static List<Circumstance> read(NeutralSession session) throws SQLException {
        return session.list(Query.text("circumstances.sql"), CircumstanceReader::circumstance);
    }

    private static Circumstance circumstance(ResultSet row) throws SQLException {
        return new Circumstance(
                Circumstance.Kind.valueOf(row.getString(1)),
                Objects.requireNonNull(row.getString(2)),
                Objects.requireNonNull(row.getString(3)),
                List.of((String[]) row.getArray(4).getArray()));
    }
}
