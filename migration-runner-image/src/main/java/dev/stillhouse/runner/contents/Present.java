package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.postgres.Origin;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is so of a database now, as far as it tells whether a backup that was taken earlier would be another one now. No table
 * is locked but those of the version rows.
 *
 * @param time by the server's clock
 * @param versions Alembic's rows
 * @param all whether rows of any table can be lost
 * @param rowsOf the tables that a backup would list, with those of the version rows
 */
public record Present(
        Origin origin, Instant time, List<BackedUpVersions> versions, boolean all, Set<QualifiedName> rowsOf) {
    public Present {
        versions = List.copyOf(versions);
        rowsOf = Set.copyOf(rowsOf);
    }

    /** @param losses what the backup is for */
    public static Result<Present> read(NeutralSession session, VersionTable versionTable, Losses losses) {
        try {
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            List<Table> tables = Table.list(session);
            List<BackedUpVersions> versions = BackedUpVersions.read(session, tables, versionTable);
            Selection selection = Selection.of(
                    TableGraphReader.read(session),
                    tables,
                    losses,
                    versions.stream().map(BackedUpVersions::table).collect(Collectors.toSet()));
            Instant time = session.one(
                    "SELECT (extract(epoch FROM statement_timestamp()) * 1000)::bigint",
                    row -> Instant.ofEpochMilli(row.getLong(1)));
            return Result.ok(new Present(
                    Origin.read(session),
                    time,
                    versions,
                    selection instanceof Selection.All,
                    Units.of(tables).stream()
                            .filter(unit -> selection.reads(unit.oid()))
                            .map(Table::name)
                            .collect(Collectors.toSet())));
        } catch (SQLException e) {
            return NeutralSession.failed(e);
        }
    }
}
