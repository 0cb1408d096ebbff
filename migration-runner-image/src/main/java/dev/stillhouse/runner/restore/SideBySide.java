package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Archive;
import dev.stillhouse.runner.postgres.ArchiveEntry;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.PgRestore;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.restore.Target.Occupant;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A restore into a new database beside the old one, which may then take its place. */
final class SideBySide {
    private final PgTools tools;
    private final Consumer<String> messages;
    private final Cancellation cancellation;
    private final Maintenance server;
    private final Target target;
    private final DatabaseNames names;
    private final FreshDatabase fresh;

    SideBySide(
            PgTools tools,
            Consumer<String> messages,
            Cancellation cancellation,
            Maintenance server,
            Target target,
            DatabaseNames names) {
        this.tools = tools;
        this.messages = messages;
        this.cancellation = cancellation;
        this.server = server;
        this.target = target;
        this.names = names;
        this.fresh = new FreshDatabase(server, names.fresh());
    }

    /** @param locked the session with the advisory lock, in the old database */
    Result<FinishedRestore> run(RestoreOrder order, Manifest backup, Path dump, Database locked) {
        messages.accept("Restoring into the new database " + names.fresh() + ".");
        return filled(order, backup, dump)
                .fold(
                        notTakenOver -> order.mode() == RestoreMode.NewDatabase
                                ? keep(order, backup, notTakenOver)
                                : swap(order, backup, notTakenOver, locked),
                        trouble -> Result.failed(dropped(trouble)));
    }

    /** @return settings that could not be taken over */
    private Result<List<String>> filled(RestoreOrder order, Manifest backup, Path dump) {
        List<String> notTakenOver;
        try {
            fresh.create(
                    target.oid(),
                    target.rights().becomeOwner() ? target.owner() : null,
                    order.applicationName() + ", the backup " + order.location());
            notTakenOver = takeOver();
        } catch (SQLException e) {
            return Result.failed(
                    "42P04".equals(e.getSQLState()) ? Reason.RestoreTargetExists : Reason.RestoreFailed,
                    "The database " + names.fresh() + " could not be created: " + SqlWords.of(e)
                            + ". Nothing was touched.");
        }
        DatabaseUrl url = WorkingUrl.of(order.url().in(names.fresh()));
        return EmptyDatabase.prepare(url, order.applicationName(), backup.origin())
                .then(ready -> Archive.entries(tools, dump, cancellation))
                .then(entries -> restored(url, order, backup, dump, EventTriggersLast.of(entries)))
                .then(equal -> {
                    messages.accept(names.fresh() + " is equal to the backup: the same schema, and the same "
                            + backup.contents().rows() + " rows.");
                    return cancellation.requested() ? Result.failed(Cancellation.trouble()) : Result.ok(notTakenOver);
                });
    }

    private Result<Path> restored(
            DatabaseUrl url, RestoreOrder order, Manifest backup, Path dump, EventTriggersLast entries) {
        Equality equality = new Equality(messages, cancellation);
        return pgRestore(url, order, dump, entries.others())
                .then(done -> {
                    messages.accept("Comparing " + names.fresh() + " with the backup.");
                    return equality.check(url, order, EventTriggersLast.without(backup.contents()));
                })
                .then(equal -> {
                    Statistics.gather(url, order.applicationName(), messages, cancellation);
                    return pgRestore(url, order, dump, entries.eventTriggers());
                })
                .then(done -> entries.eventTriggers().isEmpty()
                        ? Result.ok(done)
                        : equality.checkSchema(url, order, backup.contents().schema())
                                .then(same -> Result.ok(done)));
    }

    private Result<Path> pgRestore(DatabaseUrl url, RestoreOrder order, Path dump, List<ArchiveEntry> entries) {
        return PgRestore.runOnAnyServer(
                tools,
                new PgRestore.Order(
                        url, order.applicationName(), dump, order.jobs(), PgRestore.options(order.role()), entries),
                line -> {},
                cancellation);
    }

    private List<String> takeOver() throws SQLException {
        List<String> failed = new ArrayList<>();
        for (String statement : new DatabaseSettings(server.connection(), target.oid(), names.fresh()).settings()) {
            try {
                server.execute(statement);
            } catch (SQLException e) {
                messages.accept("A setting of the database cannot be taken over: " + SqlWords.of(e) + ".");
                failed.add(statement);
            }
        }
        return failed;
    }

    private Result<FinishedRestore> keep(RestoreOrder order, Manifest backup, List<String> notTakenOver) {
        try {
            server.refresh();
            for (String statement : new DatabaseSettings(server.connection(), target.oid(), names.fresh()).finish()) {
                server.execute(statement);
            }
        } catch (SQLException e) {
            return Result.failed(dropped(new Trouble(
                    Reason.RestoreFailed, "The new database could not be finished: " + SqlWords.of(e) + ".")));
        }
        return Result.ok(new FinishedRestore(backup, Outcomes.newDatabase(order, backup, target, names, notTakenOver)));
    }

    private Result<FinishedRestore> swap(
            RestoreOrder order, Manifest backup, List<String> notTakenOver, Database locked) {
        messages.accept("Putting " + names.fresh() + " in the place of " + names.database() + ".");
        return LockHeld.check(locked)
                .<Result<Set<Occupant>>>map(Result::failed)
                .orElseGet(() -> swapped(order, locked))
                .fold(
                        ended -> Result.ok(new FinishedRestore(
                                backup, Outcomes.swapped(order, backup, target, names, ended, renamed(notTakenOver)))),
                        trouble -> Result.failed(
                                new Trouble(trouble.reason(), trouble.message() + " " + Outcomes.notSwapped(names))));
    }

    private Result<Set<Occupant>> swapped(RestoreOrder order, Database locked) {
        return Maintenance.beside(order.url(), order.applicationName()).then(second -> {
            try (second) {
                server.refresh();
                List<String> last = new DatabaseSettings(server.connection(), target.oid(), names.database()).finish();
                Renaming renaming = new Renaming(second, names, last);
                long oid = fresh.oid();
                Result<Set<Occupant>> swapped =
                        new Swap(server, renaming, locked, target, oid, order.applicationName(), messages).run();
                // The answer to the commit may have been lost.
                return swapped instanceof Result.Failed<Set<Occupant>> && isSwapped(oid)
                        ? Result.ok(Set.of())
                        : swapped;
            } catch (SQLException e) {
                return Result.failed(
                        Reason.RestoreFailed, "The databases could not be renamed: " + SqlWords.of(e) + ".");
            }
        });
    }

    private boolean isSwapped(long oid) throws SQLException {
        return Sql.one(
                server.connection(),
                "SELECT EXISTS (SELECT FROM pg_database WHERE oid = ?::bigint::oid AND datname = ?)",
                row -> row.getBoolean(1),
                oid,
                names.database());
    }

    /** The statements named the new database by the name that it had. */
    private List<String> renamed(List<String> statements) {
        return statements.stream()
                .map(statement -> statement.replace(Sql.quote(names.fresh()), Sql.quote(names.database())))
                .toList();
    }

    private Trouble dropped(Trouble trouble) {
        if (!fresh.isCreated()) {
            return new Trouble(trouble.reason(), trouble.message() + " Nothing was touched.");
        }
        try {
            fresh.drop(target.serverMajor());
            return new Trouble(trouble.reason(), Outcomes.said(trouble) + " " + Outcomes.asBefore(names));
        } catch (SQLException e) {
            return new Trouble(
                    trouble.reason(), Outcomes.said(trouble) + " " + Outcomes.leftBehind(names, SqlWords.of(e)));
        }
    }
}
