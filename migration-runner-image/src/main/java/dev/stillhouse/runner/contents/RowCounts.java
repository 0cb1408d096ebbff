package dev.stillhouse.runner.contents;

import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.NeutralSession;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How many rows were inserted, updated and deleted by a certain time, as the server counts them: sessions tell it what they did
 * up to some seconds later, rows whose transaction was rolled back count too, and TRUNCATE does not.
 *
 * @param time by the server's clock
 * @param countedFrom since when the server was not started again, nor its counters set back
 */
public record RowCounts(Instant time, Instant countedFrom, Map<QualifiedName, Long> tables) {
    private static final String TIME = """
            SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
                (extract(epoch FROM greatest(pg_postmaster_start_time(),
                    (SELECT stats_reset FROM pg_catalog.pg_stat_database WHERE datname = current_database()))) * 1000)::bigint
            """;
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
            Map<QualifiedName, Long> tables = counted(session).stream()
                    .filter(counted -> !(affected instanceof AffectedTables.Known known)
                            || known.oids().contains(counted.oid()))
                    .collect(Collectors.toMap(Counted::table, Counted::rows));
            return Result.ok(session.one(
                    TIME,
                    row -> new RowCounts(
                            Instant.ofEpochMilli(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2)), tables)));
        } catch (SQLException e) {
            return NeutralSession.failed(e);
        }
    }

    /** Of all tables; empty where the server does not tell. Outside of a transaction, which would not go on after that. */
    static Optional<Map<QualifiedName, Long>> told(NeutralSession session) {
        try {
            return Optional.of(counted(session).stream()
                    .filter(counted -> counted.rows() > 0)
                    .collect(Collectors.toMap(Counted::table, Counted::rows)));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static List<Counted> counted(NeutralSession session) throws SQLException {
        return session.list(
                COUNTS,
                row -> new Counted(
                        row.getLong(1), new QualifiedName(row.getString(2), row.getString(3)), row.getLong(4)));
    }

    /** Whether the server has counted without a break since these were its counters. */
    public boolean reachBackTo(Instant then, Map<QualifiedName, Long> counters) {
        return !countedFrom.isAfter(then) && !isBelow(counters);
    }

    /** Whether a table has less than these counters. */
    public boolean isBelow(Map<QualifiedName, Long> counters) {
        return tables.entrySet().stream()
                .anyMatch(table -> table.getValue() < counters.getOrDefault(table.getKey(), 0L));
    }

    /** What was written since these were the counters, the most first. */
    public List<Written> since(Map<QualifiedName, Long> counters) {
        return tables.entrySet().stream()
                .map(table -> new Written(table.getKey(), table.getValue() - counters.getOrDefault(table.getKey(), 0L)))
                // Somebody may have set the counters back.
                .filter(written -> written.rows() > 0)
                .sorted(Comparator.comparingLong(Written::rows)
                        .reversed()
                        .thenComparing(Written::table, QualifiedName.ORDER))
                .toList();
    }
}
