package dev.stillhouse.runner.fingerprint;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that is compared of a schema, at one moment.
 *
 * @param schema as {@link SchemaReader} reads it
 * @param details as {@link DetailReader} does
 * @param expressions as {@link ExpressionReader} does
 */
public record Fingerprint(List<String> schema, List<String> details, Expressions expressions) {
    private static final String VERSION_TABLE = """
            SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relname = ? AND (n.nspname = ? OR ?::text IS NULL AND n.nspname !~ '^pg_')
            """;

    public Fingerprint {
        schema = List.copyOf(schema);
        details = List.copyOf(details);
    }

    /** That of a database in which nothing else is going on, without Alembic's own table. */
    public static Result<Fingerprint> read(NeutralSession session, VersionTable versions) {
        try {
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try {
                Set<Long> without = new HashSet<>(session.list(
                        VERSION_TABLE, row -> row.getLong(1), versions.name(), versions.schema(), versions.schema()));
                return Result.ok(new Fingerprint(
                        SchemaReader.read(session, without),
                        DetailReader.read(session, without),
                        ExpressionReader.read(session, without, true, (relation, key) -> true)));
            } finally {
                session.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            return Result.failed(Reason.ConnectionFailed, "The schema cannot be read: " + SqlWords.of(e) + ".");
        }
    }

    /** How another one differs from this, a clause for each thing. */
    public List<String> changesTo(Fingerprint other) {
        return FingerprintChange.between(this, other);
    }
}
