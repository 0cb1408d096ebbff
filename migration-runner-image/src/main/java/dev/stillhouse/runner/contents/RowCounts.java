package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many rows were inserted, updated and deleted by a certain time, as the server counts them: sessions tell it what they did
 * up to some seconds later, rows whose transaction was rolled back count too, and TRUNCATE does not.
 *
 * @param time by the server's clock
 */
public record RowCounts(Instant time, Map<QualifiedName, Long> tables) {
    private static final String TIME = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    private static final String COUNTS =
            "SELECT relid, schemaname, relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_catalog.pg_stat_user_tables";

    public RowCounts {
        tables = Map.copyOf(tables);
    }

    private record Counted(long oid, QualifiedName table, long rows) {}

    /** A table, and how many rows of it were written. */
    public record Written(QualifiedName table, long rows) {}

    /** Reads those of the tables that lose something, or of all where it can be any. */
    public static Result<RowCounts> read(NeutralSession session, Losses losses) {
        try {
            AffectedTables affected = AffectedTables.of(TableGraphReader.read(session), losses);
            Map<QualifiedName, Long> tables = session
                    .list(
                            COUNTS,
                            row -> new Counted(
                                    row.getLong(1),
                                    new QualifiedName(row.getString(2), row.getString(3)),
                                    row.getLong(4)))
                    .stream()
                    .filter(counted -> !(affected instanceof AffectedTables.Known known)
                            || known.oids().contains(counted.oid()))
                    .collect(Collectors.toMap(Counted::table, Counted::rows));
            return Result.ok(new RowCounts(session.one(TIME, row -> Instant.ofEpochMilli(row.getLong(1))), tables));
        } catch (SQLException e) {
            return NeutralSession.failed(e);
        }
    }

    /** What was written since then, the most first. */
    public List<Written> since(RowCounts before) {
        return tables.entrySet().stream()
                .map(table -> new Written(
                        table.getKey(), table.getValue() - before.tables().getOrDefault(table.getKey(), 0L)))
                // Somebody may have set the counters back.
                .filter(written -> written.rows() > 0)
                .sorted(Comparator.comparingLong(Written::rows)
                        .reversed()
                        .thenComparing(Written::table, QualifiedName.ORDER))
                .toList();
    }
}
