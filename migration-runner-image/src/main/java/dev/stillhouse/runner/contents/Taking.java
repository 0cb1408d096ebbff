package dev.stillhouse.runner.contents;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes a snapshot: locks the tables first, and begins again where others have come meanwhile. */
record Taking(
        DatabaseUrl url,
        @Nullable String role,
        String applicationName,
        int newestServer,
        Exclusion exclusion,
        Cancellation cancellation) {
    private static final int ATTEMPTS = 5;
    private static final int TABLES_PER_LOCK = 200;
    private static final int OLDEST_SERVER = 12;

    /** The moment, as the server has exported it. */
    record Exported(String id, Instant time, long largeObjectBytes) {}

    Result<Snapshot> open() {
        return NeutralSession.open(url, role, applicationName, cancellation).then(session -> {
            Result<Snapshot> opened;
            try {
                Optional<Trouble> unfit = version(session);
                opened = unfit.isPresent() ? Result.failed(unfit.get()) : attempts(session);
            } catch (SQLException e) {
                opened = cancellation.requested() ? Result.failed(Cancellation.trouble()) : NeutralSession.failed(e);
            }
            if (opened instanceof Result.Failed<Snapshot>) {
                session.close();
            }
            return opened;
        });
    }

    private Optional<Trouble> version(NeutralSession session) throws SQLException {
        int number = session.one("SHOW server_version_num", row -> row.getInt(1));
        int major = number / 10_000;
        if (major > newestServer) {
            return Optional.of(new Trouble(
                    Reason.ServerTooNew,
                    "The server is PostgreSQL " + major + ", and this runner's pg_dump is " + newestServer
                            + ", which cannot dump it. Use a runner image with PostgreSQL " + major
                            + " or newer; spec.backup.when: Never goes without backups."));
        }
        if (major < OLDEST_SERVER) {
            return Optional.of(new Trouble(
                    Reason.DumpFailed,
                    "The server is PostgreSQL " + major + "; backups are made of " + OLDEST_SERVER
                            + " and newer ones. Upgrade the server; spec.backup.when: Never goes without backups."));
        }
        return Optional.empty();
    }

    private Result<Snapshot> attempts(NeutralSession session) throws SQLException {
        List<Table> wanted = Table.list(session);
        // Before the snapshot: rather too much is told as written since than too little.
        Optional<Map<QualifiedName, Long>> written = RowCounts.told(session);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<SequenceAccess> sequences = SequenceAccess.list(session);
            Excluded excluded = Excluded.of(exclusion, wanted, sequences);
            Optional<Trouble> missing = Access.missing(
                    session,
                    excluded.kept(wanted),
                    sequences.stream()
                            .filter(Predicate.not(SequenceAccess::readable))
                            .map(SequenceAccess::name)
                            .filter(Predicate.not(excluded.sequences()::contains))
                            .toList());
            if (missing.isPresent()) {
                return Result.failed(missing.get());
            }
            session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            if (lock(session, lockable(wanted, excluded))) {
                Snapshot snapshot = export(session, sequences, written);
                if (oids(wanted).containsAll(oids(snapshot.tables()))) {
                    return Result.ok(snapshot);
                }
            }
            session.execute("ROLLBACK");
            wanted = Table.list(session);
        }
        return Result.failed(
                Reason.DumpFailed,
                "Tables are created or dropped all the time, so that no moment was found in which all of them could"
                        + " be locked. Stop what does that during the backup.");
    }

    /** To lock a table takes the right to read it, even where that is not done. */
    private static List<Table> lockable(List<Table> tables, Excluded excluded) {
        return tables.stream()
                .filter(table -> !excluded.rows().contains(table.oid()) || table.readable())
                .toList();
    }

    /** PostgreSQL takes the snapshot at the first query, and this is none. */
    private static boolean lock(NeutralSession session, List<Table> tables) throws SQLException {
        List<String> names = tables.stream()
                .filter(Table::dumped)
                .map(table -> "ONLY " + table.name().quoted())
                .toList();
        try {
            for (int from = 0; from < names.size(); from += TABLES_PER_LOCK) {
                List<String> some = names.subList(from, Math.min(names.size(), from + TABLES_PER_LOCK));
                session.execute("LOCK TABLE " + String.join(", ", some) + " IN ACCESS SHARE MODE");
            }
            return true;
        } catch (SQLException e) {
            // undefined_table, invalid_schema_name: dropped since
            if ("42P01".equals(e.getSQLState()) || "3F000".equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private Snapshot export(
            NeutralSession session, List<SequenceAccess> sequences, Optional<Map<QualifiedName, Long>> written)
            throws SQLException {
        Exported exported = session.one(
                "SELECT pg_export_snapshot(), (extract(epoch FROM statement_timestamp()) * 1000)::bigint,"
                        + " pg_table_size('pg_catalog.pg_largeobject')",
                row -> new Exported(row.getString(1), Instant.ofEpochMilli(row.getLong(2)), row.getLong(3)));
        List<Table> tables = Table.list(session);
        return new Snapshot(this, session, tables, Excluded.of(exclusion, tables, sequences), exported, written);
    }

    private static Set<Long> oids(List<Table> tables) {
        Set<Long> oids = new HashSet<>();
        tables.forEach(table -> oids.add(table.oid()));
        return oids;
    }
}
