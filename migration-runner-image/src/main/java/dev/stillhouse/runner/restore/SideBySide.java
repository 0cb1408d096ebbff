package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import dev.stillhouse.runner.backup.Manifest;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.postgres.Cancellation;
import dev.stillhouse.runner.postgres.DatabaseTraits;
import dev.stillhouse.runner.postgres.FreshDatabase;
import dev.stillhouse.runner.postgres.Maintenance;
import dev.stillhouse.runner.postgres.PgTools;
import dev.stillhouse.runner.postgres.SeveralJobs;
import dev.stillhouse.runner.postgres.WorkingUrl;
import dev.stillhouse.runner.restore.Target.Occupant;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        Optional<Trouble> hopeless = order.mode() == RestoreMode.Swap ? occupied() : Optional.empty();
        if (hopeless.isPresent()) {
            return Result.failed(hopeless.get());
        }
        messages.accept("Restoring into the new database " + names.fresh() + ".");
        return filled(order, backup, dump)
                .fold(
                        notTaken -> complete(order, backup, notTaken, locked),
                        trouble -> Result.failed(dropped(trouble)));
    }

    /** What is restored, and equal, is not dropped any more because something beside it cannot be read. */
    private Result<FinishedRestore> complete(RestoreOrder order, Manifest backup, NotTaken notTaken, Database locked) {
        CircumstanceCheck check = new CircumstanceCheck(order, messages, cancellation);
        DatabaseUrl url = restored(order);
        Compared unlike = Compared.of(check.putRight(url, backup));
        if (unlike.failure().isPresent() && order.mode() == RestoreMode.Swap && !cancellation.requested()) {
            return Result.failed(
                    notSwapped(CircumstanceWords.unknown(unlike.failure().get())));
        }
        Compared since = Compared.of(check.since(order.url(), url, backup));
        return cancellation.requested()
                ? Result.failed(dropped(Cancellation.trouble()))
                : placed(
                        order,
                        backup,
                        NotBroughtBack.of(notTaken.settings(), notTaken.leaves(), unlike, since, backup.notes()),
                        locked);
    }

    private Result<FinishedRestore> placed(
            RestoreOrder order, Manifest backup, NotBroughtBack missing, Database locked) {
        return order.mode() == RestoreMode.NewDatabase
                ? keep(order, backup, missing)
                : swap(order, backup, missing, locked);
    }

    private DatabaseUrl restored(RestoreOrder order) {
        return WorkingUrl.of(order.url().in(names.fresh()));
    }

    /** Background workers of a superuser's do not leave: better said now than when all is restored. */
    private Optional<Trouble> occupied() {
        try {
            server.refresh();
            List<Occupant> staying = Departures.await(new Occupants(server.connection(), target.oid()), messages);
            return staying.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Trouble(
                            Reason.BackupNotPermitted,
                            Refusals.mayNotEnd(staying, target.user())
                                    + " Nothing was touched. With the mode NewDatabase"
                                    + " the backup can be restored beside them."));
        } catch (SQLException e) {
            return Optional.of(new Trouble(
                    Reason.RestoreFailed,
                    "Who is in the database cannot be seen: " + SqlWords.of(e) + ". Nothing was touched."));
        }
    }

    private Result<NotTaken> filled(RestoreOrder order, Manifest backup, Path dump) {
        return SeveralJobs.thenOne(
                order.jobs(),
                messages,
                jobs -> created(order)
                        .then(notTakenOver -> filling(order.by(jobs), backup, dump)
                                .run()
                                .then(refused -> Result.ok(new NotTaken(notTakenOver, refused)))));
    }

    private Filling filling(RestoreOrder order, Manifest backup, Path dump) {
        return new Filling(tools, messages, cancellation, order, backup, dump, restored(order), strangers(order));
    }

    /**
     * Makes it, in the place of what an attempt before this one has left of it.
     *
     * @return statements of the database's settings that could not be taken over
     */
    private Result<List<String>> created(RestoreOrder order) {
        try {
            // It was idle while the backup was fetched, or an attempt before this one was made.
            server.refresh();
            if (fresh.isCreated()) {
                fresh.drop();
            }
            fresh.create(
                    DatabaseTraits.like(server.connection(), target.oid()),
                    target.rights().becomeOwner() ? target.owner() : null,
                    TargetReader.IN_PROGRESS + ": " + order.applicationName() + ", the backup " + order.location());
            return Result.ok(takeOver());
        } catch (SQLException e) {
            return Result.failed(
                    "42P04".equals(e.getSQLState()) ? Reason.RestoreTargetExists : Reason.RestoreFailed,
                    "The database " + names.fresh() + " could not be created: " + SqlWords.of(e)
                            + ". Nothing was touched.");
        }
    }

    /**
     * What the user may not do.
     *
     * @param settings statements of the database's settings that could not be taken over
     * @param leaves those that create what is missing
     */
    private record NotTaken(List<String> settings, List<String> leaves) {}

    /** Whose things become the user's: not where they take the place of what was another's. */
    private List<String> strangers(RestoreOrder order) {
        return order.mode() == RestoreMode.NewDatabase
                ? target.outOfReach().stream().map(Target.Stranger::role).toList()
                : List.of();
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

    private Result<FinishedRestore> keep(RestoreOrder order, Manifest backup, NotBroughtBack missing) {
        try {
            finish();
        } catch (SQLException e) {
            return Result.failed(dropped(new Trouble(
                    Reason.RestoreFailed, "The new database could not be finished: " + SqlWords.of(e) + ".")));
        }
        return Result.ok(new FinishedRestore(backup, Outcomes.newDatabase(order, backup, target, names, missing)));
    }

    private void finish() throws SQLException {
        server.refresh();
        for (String statement : new DatabaseSettings(server.connection(), target.oid(), names.fresh()).finish()) {
            server.execute(statement);
        }
    }

    private Result<FinishedRestore> swap(RestoreOrder order, Manifest backup, NotBroughtBack missing, Database locked) {
        Optional<Trouble> loose = CircumstanceCheck.refusal(missing.unlikeBackup(), names.fresh(), target.user());
        if (loose.isPresent()) {
            return Result.failed(notSwapped(loose.get()));
        }
        if (!missing.leaves().isEmpty()) {
            return Result.failed(notSwapped(Filling.refusal(missing.leaves(), names.fresh(), target.user())));
        }
        messages.accept("Putting " + names.fresh() + " in the place of " + names.database() + ".");
        return LockHeld.check(locked, messages)
                .<Result<Set<Occupant>>>map(Result::failed)
                .orElseGet(() -> swapped(order, locked))
                .fold(
                        ended -> Result.ok(new FinishedRestore(
                                backup, Outcomes.swapped(order, backup, target, names, ended, missing))),
                        trouble -> Result.failed(notSwapped(trouble)));
    }

    /** Whoever swaps them by hand needs the statements of the message alone, and no later restore calls this one unfinished. */
    private Trouble notSwapped(Trouble trouble) {
        String more = "";
        try {
            finish();
        } catch (SQLException e) {
            more = " " + Outcomes.unfinished(SqlWords.of(e));
        }
        return new Trouble(trouble.reason(), trouble.message() + " " + Outcomes.notSwapped(names) + more);
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

    private Trouble dropped(Trouble trouble) {
        if (!fresh.isCreated()) {
            return new Trouble(trouble.reason(), trouble.message() + " Nothing was touched.");
        }
        try {
            fresh.drop();
            return new Trouble(trouble.reason(), Outcomes.said(trouble) + " " + Outcomes.asBefore(names));
        } catch (SQLException e) {
            return new Trouble(
                    trouble.reason(), Outcomes.said(trouble) + " " + Outcomes.leftBehind(names, SqlWords.of(e)));
        }
    }
}
