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
 * @param identity of the database, and of those of its tables that hold the rows which are asked about
 * @param rowsOf the tables that a backup would list, with those of the version rows
 * @param excluded the tables whose rows no backup has now
 */
public record Present(
        Origin origin,
        Identity identity,
        Instant time,
        List<BackedUpVersions> versions,
        boolean all,
        Set<QualifiedName> rowsOf,
        Set<QualifiedName> excluded) {
    public Present {
        versions = List.copyOf(versions);
        rowsOf = Set.copyOf(rowsOf);
        excluded = Set.copyOf(excluded);
    }

    /** @param losses what the backup is for */
    public static Result<Present> read(
            NeutralSession session, VersionTable versionTable, Losses losses, Exclusion exclusion) {
        try {
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            List<Table> tables = Table.list(session);
            Excluded excluded = Excluded.of(exclusion, tables, SequenceAccess.list(session));
            List<BackedUpVersions> versions = BackedUpVersions.read(session, tables, versionTable);
            Origin origin = Origin.read(session);
            Identity identity = Identity.read(session);
            Instant time = session.one(
                    "SELECT (extract(epoch FROM statement_timestamp()) * 1000)::bigint",
                    row -> Instant.ofEpochMilli(row.getLong(1)));
            return new SelectionOfBackup(
                            TableGraphReader.read(session),
                            tables,
                            excluded,
                            versions.stream().map(BackedUpVersions::table).collect(Collectors.toSet()))
                    .of(losses, true, 0, origin.bytes())
                    .then(selection -> Result.ok(new Present(
                            origin,
                            of(identity, tables, selection),
                            time,
                            versions,
                            selection.hasLargeObjects(),
                            Units.of(tables).stream()
                                    .filter(unit -> selection.reads(unit.oid()))
                                    .map(Table::name)
                                    .collect(Collectors.toSet()),
                            tables.stream()
                                    .filter(table -> excluded.rows().contains(table.oid()))
                                    .map(Table::name)
                                    .collect(Collectors.toSet()))));
        } catch (SQLException e) {
            return NeutralSession.failed(e);
        }
    }

    private static Identity of(Identity identity, List<Table> tables, Selection selection) {
        return identity.of(Units.byTable(tables).entrySet().stream()
                .filter(table -> selection.reads(table.getValue().oid()))
                .map(table -> table.getKey().name())
                .collect(Collectors.toSet()));
    }
}
