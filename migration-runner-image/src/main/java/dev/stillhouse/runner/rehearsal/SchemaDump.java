package dev.stillhouse.runner.rehearsal;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.CopyPurpose;
import dev.stillhouse.runner.postgres.NeutralSession;
import dev.stillhouse.runner.postgres.Origin;
import dev.stillhouse.runner.postgres.PgDump;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.store.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The schema of a database in files, without the rows of its tables. Each table is locked against changes of its definition
 * (ACCESS SHARE) while it is dumped.
 *
 * @param origin the database, with all roles of its server: steps may grant something to any of them
 */
record SchemaDump(Origin origin, Path folder, SessionSettings settings) implements AutoCloseable {
    private static final String APPLICATION = CopyPurpose.REHEARSAL.application();

    /**
     * Whose rows are left out. Those of an extension's own tables may be what it works by, and those of Alembic's say where the
     * database is: there may be one of its tables in each schema.
     */
    private static final String TABLES = """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f', 'S') AND c.relpersistence <> 't'
                AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relname <> ?
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY c.oid
            """;

    private static final String ROLES = "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'";

    static Result<SchemaDump> take(PgTools tools, RehearsalOrder order, Cancellation cancellation) {
        return taken(tools, order, cancellation).fold(Result::ok, trouble -> Result.failed(explained(trouble)));
    }

    /** What else reads a schema does so for a backup, and says that. */
    private static Trouble explained(Trouble trouble) {
        return switch (trouble.reason()) {
            case LockTimeout ->
                new Trouble(
                        trouble.reason(),
                        "The schema could not be read, as a lock (ACCESS SHARE) on a table was not to be had within a"
                                + " minute: something else holds it exclusively, or waits to.");
            case BackupNotPermitted, RowSecurity ->
                new Trouble(
                        trouble.reason(),
                        "The schema could not be dumped, as the user of the URL (or spec.database.role) may not read every"
                                + " table. Grant it SELECT on all of them; pg_read_all_data has that.");
            default -> trouble;
        };
    }

    private static Result<SchemaDump> taken(PgTools tools, RehearsalOrder order, Cancellation cancellation) {
        return NeutralSession.open(order.url(), order.role(), APPLICATION, cancellation)
                .then(session -> {
                    try (session) {
                        return take(tools, order, session, cancellation);
                    } catch (SQLException e) {
                        return NeutralSession.failed(e);
                    }
                });
    }

    private static Result<SchemaDump> take(
            PgTools tools, RehearsalOrder order, NeutralSession session, Cancellation cancellation)
            throws SQLException {
        // What cannot be asked for is asked for under a savepoint.
        session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        Origin origin = Origin.read(session).withRoles(session.list(ROLES, row -> row.getString(1)));
        List<String> tables = session.list(
                TABLES, row -> row.getString(1), order.plan().versionTable().name());
        session.execute("ROLLBACK");
        return SessionSettings.read(order.url(), order.role(), APPLICATION)
                .then(settings -> folder(order.scratch())
                        .then(folder ->
                                dump(tools, order, tables, new SchemaDump(origin, folder, settings), cancellation)));
    }

    private static Result<SchemaDump> dump(
            PgTools tools, RehearsalOrder order, List<String> tables, SchemaDump dump, Cancellation cancellation) {
        PgDump.Order dumping = new PgDump.Order(
                order.url(),
                APPLICATION,
                order.role(),
                null,
                dump.folder(),
                1,
                new PgDump.Filter(tables, List.of(), false));
        Result<Path> dumped = PgDump.run(tools, dumping, line -> {}, cancellation);
        if (dumped instanceof Result.Failed<Path>) {
            dump.close();
        }
        return dumped.then(done -> Result.ok(dump));
    }

    private static Result<Path> folder(Path scratch) {
        try {
            Files.createDirectories(scratch);
            return Result.ok(Files.createTempDirectory(scratch, "rehearsal-"));
        } catch (IOException e) {
            return Result.failed(
                    Reason.StorageUnavailable,
                    "The scratch volume at " + scratch + " cannot be used: " + e.getMessage() + ".");
        }
    }

    /** Removes the files. */
    @Override
    public void close() {
        try {
            FolderTree.delete(folder);
        } catch (IOException e) {
            // The scratch volume goes with the pod.
        }
    }
}
