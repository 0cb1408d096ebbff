package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads how the things in a schema are defined. */
public final class DefinitionReader {
    private record Kind(String file, int since) {}

    private static final int OLDEST = 12;

    /** A query for each, and the version of the server from which on it can be asked. */
    private static final List<Kind> KINDS = List.of(
            new Kind("relations", OLDEST),
            new Kind("columns", OLDEST),
            new Kind("constraints", OLDEST),
            new Kind("indexes", OLDEST),
            new Kind("types", OLDEST),
            new Kind("routines", OLDEST),
            new Kind("routines-14", 14),
            new Kind("triggers", OLDEST),
            new Kind("rules", OLDEST),
            new Kind("policies", OLDEST),
            new Kind("sequences", OLDEST),
            new Kind("publications", OLDEST),
            new Kind("publications-15", 15),
            new Kind("statistics", OLDEST),
            new Kind("statistics-14", 14),
            new Kind("others", OLDEST));

    /** Everything in the schema of a dump has a name without line feeds; a value may have some. */
    private static final String FRAME = """
            %s
            SELECT d.subject::text, d.attribute::text,
                CASE d.form WHEN 'Secret' THEN hashtextextended(d.value::text COLLATE "C", 0)::text ELSE d.value::text END,
                d.form::text, coalesce(d.context::text, '')
            FROM (
            %s
            ) AS d (subject, attribute, value, form, context)
            WHERE d.value::text <> ''
            ORDER BY d.subject::text COLLATE "C", d.attribute::text COLLATE "C"
            """;

    private DefinitionReader() {}

    public static Definitions read(NeutralSession session) throws SQLException {
        int major = major(session);
        String prelude = Query.text("definitions/prelude.sql");
        List<Definition> all = new ArrayList<>();
        for (Kind kind : KINDS) {
            if (kind.since <= major) {
                all.addAll(session.list(
                        FRAME.formatted(prelude, Query.text("definitions/" + kind.file + ".sql")),
                        DefinitionReader::definition));
            }
        }
        return new Definitions(Definitions.VERSION, major, all, List.of());
    }

    static int major(NeutralSession session) throws SQLException {
        return session.one("SELECT current_setting('server_version_num')::int / 10000", row -> row.getInt(1));
    }

    private static Definition definition(ResultSet row) throws SQLException {
        return new Definition(
                Objects.requireNonNull(row.getString(1)),
                Objects.requireNonNull(row.getString(2)),
                Objects.requireNonNull(row.getString(3)),
                Definition.Form.valueOf(row.getString(4)),
                Objects.requireNonNull(row.getString(5)));
    }
}
