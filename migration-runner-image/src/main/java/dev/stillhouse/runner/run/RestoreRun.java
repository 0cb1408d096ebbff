package dev.stillhouse.runner.run;

import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.model.Plan.VersionTable;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.SessionName;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.restore.Confirmation;
import dev.stillhouse.runner.restore.FinishedRestore;
import dev.stillhouse.runner.restore.RestoreOrder;
import dev.stillhouse.runner.restore.Restores;
import dev.stillhouse.runner.rows.RowRestore;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.store.BackupStore;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run that brings the database back from a backup: observe, restore, verify. It needs no project. */
public final class RestoreRun {
    private final RunRequest request;
    private final DatabaseUrl url;
    private final Journal journal;
    private final Stop stop;
    private final Map<String, String> environment;
    private final Cancellation cancellation = new Cancellation();

    public RestoreRun(
            RunRequest request, DatabaseUrl url, Journal journal, Stop stop, Map<String, String> environment) {
        this.request = request;
        this.url = url;
        this.journal = journal;
        this.stop = stop;
        this.environment = environment;
    }

    public RunReport execute(Deadline deadline) {
        RunRequest.Restore restore = request.restore();
        if (restore == null) {
            return journal.failed(new Trouble(
                    Reason.ProtocolMismatch,
                    "The request has the operation Restore and does not say what to restore. Operator and runner image"
                            + " must be of one version."));
        }
        stop.react(cancellation::now);
        RestoreOrder order = order(restore);
        return confirmed(order, url.database())
                .then(ok -> BackupStore.open(restore.storage(), environment))
                .then(store -> {
                    try (store) {
                        if (order.mode() == RestoreMode.Rows) {
                            return inLockedDatabase(order, deadline, database -> putBack(database, store, order));
                        }
                        return PgTools.find(environment).then(tools -> observe(store, order, tools, deadline));
                    }
                })
                .fold(report -> report, trouble -> journal.failed(stopped(trouble)));
    }

    private RestoreOrder order(RunRequest.Restore restore) {
        return new RestoreOrder(
                url,
                request.session().role(),
                SessionName.of(request),
                restore.location(),
                restore.digest(),
                restore.verifiedSince(),
                restore.mode(),
                restore.confirm(),
                restore.jobs(),
                Path.of(restore.storage().scratch()));
    }

    private static Result<RestoreOrder> confirmed(RestoreOrder order, String database) {
        return Confirmation.check(order, database)
                .<Result<RestoreOrder>>map(Result::failed)
                .orElseGet(() -> Result.ok(order));
    }

    private Result<RunReport> observe(BackupStore store, RestoreOrder order, PgTools tools, Deadline deadline) {
        return inLockedDatabase(
                order,
                deadline,
                database -> restore(database, store, order, tools)
                        .then(restored -> Result.ok(verify(database, order, restored))));
    }

    private interface Work {
        Result<RunReport> in(Database database);
    }

    private Result<RunReport> inLockedDatabase(RestoreOrder order, Deadline deadline, Work work) {
        Result<Database> connected =
                new FirstConnection(journal, stop).open(url, () -> Database.connect(url, order.applicationName()));
        return connected.then(database -> {
            try (database) {
                return database.identity()
                        .then(server -> locked(database, server, deadline))
                        // A pooler can call another database by this name.
                        .then(server -> confirmed(order, server.database()))
                        .then(ok -> work.in(database));
            }
        });
    }

    private Result<ServerIdentity> locked(Database database, ServerIdentity server, Deadline deadline) {
        journal.reached(server);
        return new LockWait(database.lock(), journal, stop)
                .take(deadline, Optional::empty)
                .<Result<ServerIdentity>>map(Result::failed)
                .orElseGet(() -> Result.ok(server));
    }

    private Result<FinishedRestore> restore(Database database, BackupStore store, RestoreOrder order, PgTools tools) {
        journal.enter(Phase.RESTORE, "Restoring " + order.location() + " from " + store.describe() + ".");
        return new Restores(tools, Clock.systemUTC(), journal::say, cancellation).carryOut(database, store, order);
    }

    /** Rows into live tables: what else is in the database stays, and its version rows too. */
    private Result<RunReport> putBack(Database database, BackupStore store, RestoreOrder order) {
        journal.enter(
                Phase.RESTORE, "Putting the rows of " + order.location() + " back from " + store.describe() + ".");
        return new RowRestore(journal::say, cancellation)
                .carryOut(
                        store,
                        new RowRestore.Order(
                                order.url(),
                                order.role(),
                                order.applicationName(),
                                order.location(),
                                order.digest(),
                                order.scratch()))
                .then(finished -> {
                    journal.enter(Phase.VERIFY, "Reading the version rows.");
                    var table = finished.backup().versionTable();
                    List<String> rows = versionRows(database, List.of(new VersionTable(table.schema(), table.name())));
                    journal.stands(rows);
                    return Result.ok(journal.succeeded(
                            Reason.Restored,
                            finished.message() + " Nothing else was changed"
                                    + (rows == null ? "." : ": the database is at " + Rows.text(rows) + ".")));
                });
    }

    private RunReport verify(Database database, RestoreOrder order, FinishedRestore restored) {
        journal.enter(Phase.VERIFY, "Reading the version rows.");
        if (order.mode() == RestoreMode.NewDatabase) {
            return journal.succeeded(
                    Reason.Restored,
                    restored.message() + " It is at "
                            + Rows.text(restored.backup().revisions()) + ".");
        }
        List<String> rows = versionRows(
                database,
                restored.backup().versionRows().stream()
                        .map(table -> new VersionTable(
                                table.table().schema(), table.table().name()))
                        .toList());
        journal.stands(rows);
        return journal.succeeded(Reason.Restored, restored.message() + standing(restored.backup(), rows));
    }

    private static String standing(Manifest backup, @Nullable List<String> rows) {
        if (rows == null) {
            return " The version rows could not be read afterwards; those of the backup are "
                    + Rows.text(backup.revisions()) + ".";
        }
        return rows.equals(backup.revisions())
                ? " The database is at " + Rows.text(rows) + "."
                : " The database is at " + Rows.text(rows) + ": somebody changed it since, as the backup is at "
                        + Rows.text(backup.revisions()) + ".";
    }

    /** After a swap the session is a new one, in the database that has the name now. */
    private @Nullable List<String> versionRows(Database database, List<VersionTable> tables) {
        if (!database.isAlive() && !database.reconnect()) {
            return null;
        }
        try {
            List<String> rows = new ArrayList<>();
            for (VersionTable table : tables) {
                database.versionRows(request.session().role())
                        .read(table)
                        .values()
                        .forEach(rows::addAll);
            }
            return rows.stream().distinct().sorted().toList();
        } catch (SQLException e) {
            journal.say("The version rows could not be read: " + e.getMessage());
            return null;
        }
    }

    /** What was stopped from outside failed because of that, whatever it looked like. */
    private Trouble stopped(Trouble trouble) {
        Optional<StopCause> cause = stop.cause();
        if (cause.isEmpty() || trouble.reason() != Reason.Cancelled) {
            return trouble;
        }
        return new Trouble(
                cause.get().reason(),
                cause.get().sentence() + ". " + trouble.message() + cause.get().advice());
    }
}
