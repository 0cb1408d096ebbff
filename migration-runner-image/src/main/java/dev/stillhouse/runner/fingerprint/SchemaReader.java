package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Reads the schema in lines that can be compared. */
public final class SchemaReader {
    private static final String QUERY = "schema.sql";

    private SchemaReader() {}

    public static List<String> read(NeutralSession session) throws SQLException {
        return session.list(query(), row -> row.getString(1));
    }

    private static String query() {
        try (InputStream text = Objects.requireNonNull(SchemaReader.class.getResourceAsStream(QUERY))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
