package dev.stillhouse.runner.contents;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.fingerprint.Circumstance;
import dev.stillhouse.runner.fingerprint.CircumstanceReader;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a database, for as long as this is open. Every table is locked against changes of its definition (ACCESS
 * SHARE) since before that moment: one that was rewritten or truncated afterwards would look empty to the snapshot.
 */
public final class Snapshot implements AutoCloseable {
    private final DatabaseUrl url;
    private final @Nullable String role;
    private final String applicationName;
    private final Cancellation cancellation;
    private final NeutralSession session;
    private final List<Table> tables;
    private final Excluded excluded;
    private final List<String> unknown;
    private final String id;
    private final Instant time;
    private final long dataBytes;
    private final Optional<String> options;
    private final Optional<Map<QualifiedName, Long>> written;
    private final Identity identity;

    Snapshot(
            Taking taking,
            NeutralSession session,
            List<Table> tables,
            Excluded excluded,
            Taking.Exported exported,
            Optional<Map<QualifiedName, Long>> written)
            throws SQLException {
        this.options = session.optionsOfPrograms();
        this.written = written;
        this.identity = Identity.read(session);
        this.url = taking.url();
        this.role = taking.role();
        this.applicationName = taking.applicationName();
        this.cancellation = taking.cancellation();
        this.session = session;
        this.tables = tables;
        this.excluded = excluded;
        this.unknown = taking.exclusion().unknown(tables);
        this.id = exported.id();
        this.time = exported.time();
        this.dataBytes = exported.largeObjectBytes()
                + tables.stream().mapToLong(Table::bytes).sum();
    }

    /**
     * Takes it. Refused are servers that the client is too old for or that are too old themselves, and a user who cannot
     * read everything.
     *
     * @param role the role for {@code SET ROLE}
     * @param newestServer major version
     * @param exclusion whose rows nobody wants to read
     */
    public static Result<Snapshot> open(
            DatabaseUrl url,
            @Nullable String role,
            String applicationName,
            int newestServer,
            Exclusion exclusion,
            Cancellation cancellation) {
        return new Taking(url, role, applicationName, newestServer, exclusion, cancellation).open();
    }

    /** The database as a program is to connect to it that runs beside this. */
    public DatabaseUrl urlOfPrograms() {
        return options.map(url::withOptions).orElse(url);
    }

    /** As pg_dump's {@code --snapshot} takes it. */
    public String id() {
        return id;
    }

    /** What was committed later is not in it. */
    public Instant time() {
        return time;
    }

    /** How many rows of each table had been written by then, as the server counts them; empty where it did not tell. */
    public Optional<Map<QualifiedName, Long>> written() {
        return written;
    }

    /** By what the database and its tables are known later. */
    public Identity identity() {
        return identity;
    }

    /** Size of the tables, without their indexes, and of the large objects. */
    public long dataBytes() {
        return dataBytes;
    }

    /** Number of tables that pg_dump dumps. */
    public int tableCount() {
        return (int) excluded.defined(tables).stream()
                .filter(table -> table.kind().equals("r"))
                .count();
    }

    /** The database itself. */
    public Result<Origin> origin() {
        try {
            return Result.ok(Origin.read(session).withRoles(RolesInValues.read(session, excluded.kept(tables))));
        } catch (SQLException e) {
            return cancellation.requested() ? Result.failed(Cancellation.trouble()) : NeutralSession.failed(e);
        }
    }

    /** What is so of the database beside its contents. If it cannot be read, the rest still can. */
    public Result<List<Circumstance>> circumstances() {
        return beside(() -> CircumstanceReader.read(session));
    }

    /**
     * What would keep the user from bringing the database back on its server, a sentence for each. If that cannot be read, the
     * rest still can.
     */
    public Result<List<String>> obstacles() {
        return beside(() -> Restorability.obstacles(session));
    }

    /** A transaction in which a statement has failed answers nothing any more, if there is no savepoint before it. */
    private <T> Result<T> beside(NeutralSession.Reading<T> reading) {
        try {
            return Result.ok(session.unlocked(reading));
        } catch (SQLException e) {
            return cancellation.requested()
                    ? Result.failed(Cancellation.trouble())
                    : Result.failed(Reason.DumpFailed, SqlWords.of(e) + ".");
        }
    }

    /** Alembic's rows. */
    public Result<List<BackedUpVersions>> versionRows(VersionTable table) {
        try {
            return Result.ok(BackedUpVersions.read(session, tables, table));
        } catch (SQLException e) {
            return cancellation.requested() ? Result.failed(Cancellation.trouble()) : NeutralSession.failed(e);
        }
    }

    /**
     * Whose rows a backup has to have that is taken for what these tables lose, and of these version tables.
     *
     * @param ofSome whether those of some tables are enough
     * @param bytes size of the database on the server's disk
     */
    public Result<Selection> select(Losses losses, List<BackedUpVersions> versions, boolean ofSome, long bytes) {
        try {
            return new SelectionOfBackup(
                            TableGraphReader.read(session),
                            tables,
                            excluded,
                            versions.stream().map(BackedUpVersions::table).collect(Collectors.toSet()))
                    .of(losses, ofSome, dataBytes, bytes);
        } catch (SQLException e) {
            return cancellation.requested() ? Result.failed(Cancellation.trouble()) : NeutralSession.failed(e);
        }
    }

    /** Whether rows are left out that a backup of all tables would have. */
    public boolean isExcluding() {
        return !excluded.isNothing();
    }

    /** What was to be left out and is not there, a name for each with its kind before it. */
    public List<String> unknown() {
        return unknown;
    }

    Excluded excluded() {
        return excluded;
    }

    List<Table> tables() {
        return tables;
    }

    NeutralSession session() {
        return session;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Another session that sees the same moment. */
    Result<NeutralSession> join() {
        return NeutralSession.open(url, role, applicationName, cancellation).then(joined -> {
            try {
                joined.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                joined.execute("SET TRANSACTION SNAPSHOT '" + id + "'");
                return Result.ok(joined);
            } catch (SQLException e) {
                joined.close();
                return NeutralSession.failed(e);
            }
        });
    }

    /** Several of them, or the trouble of the first that failed. */
    Result<List<NeutralSession>> join(int number) {
        List<NeutralSession> sessions = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            switch (join()) {
                case Result.Ok<NeutralSession>(NeutralSession joined) -> sessions.add(joined);
                case Result.Failed<NeutralSession>(Trouble trouble) -> {
                    sessions.forEach(NeutralSession::close);
                    return Result.failed(trouble);
                }
            }
        }
        return Result.ok(sessions);
    }

    /** Ends the transaction and with it the locks. */
    @Override
    public void close() {
        session.close();
    }
}
