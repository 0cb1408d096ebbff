package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.database.Sql;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.postgres.Maintenance;
import dev.stillhouse.runner.restore.Target.Occupant;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Puts the restored database in the place of the one that was there. The runner's own session, which holds the advisory
 * lock, is the last that leaves the old database: no other run can take the lock there and work on what is being replaced.
 */
final class Swap {
    private static final int ATTEMPTS = 3;
    /** Of ALTER DATABASE … RENAME, when somebody is in the database. */
    private static final String OBJECT_IN_USE = "55006";

    private static final String LOCKED = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'object' AND granted"
            + " AND mode = 'AccessExclusiveLock' AND classid = 'pg_database'::regclass AND objid = ?::bigint::oid"
            + " AND pid = ?)";

    private final Maintenance watching;
    private final Renaming renaming;
    private final Database locked;
    private final Target target;
    private final Occupants before;
    private final Occupants fresh;
    private final String application;
    private final Consumer<String> messages;
    private final Set<Occupant> ended = new LinkedHashSet<>();
    private boolean left;

    /**
     * @param watching a session in a third database
     * @param renaming has a session of its own
     * @param locked the session with the advisory lock; closed when the swap comes about
     * @param fresh oid of the restored database
     * @param application of the runner's own sessions: one that it has closed may take a moment to end
     */
    Swap(
            Maintenance watching,
            Renaming renaming,
            Database locked,
            Target target,
            long fresh,
            String application,
            Consumer<String> messages) {
        this.watching = watching;
        this.renaming = renaming;
        this.locked = locked;
        this.target = target;
        this.before = new Occupants(watching.connection(), target.oid());
        this.fresh = new Occupants(watching.connection(), fresh);
        this.application = application;
        this.messages = messages;
    }

    /** @return the sessions that were ended; a failure leaves everything as it was */
    Result<Set<Occupant>> run() {
        try {
            int own = locked.backendPid();
            List<Occupant> notOurs = Departures.await(before, messages);
            if (!notOurs.isEmpty()) {
                return Result.failed(Reason.BackupNotPermitted, Refusals.mayNotEnd(notOurs, target.user()));
            }
            for (int attempt = 1; ; attempt++) {
                try {
                    attempt(own);
                    return Result.ok(ended);
                } catch (SQLException e) {
                    if (attempt == ATTEMPTS || left || !OBJECT_IN_USE.equals(e.getSQLState())) {
                        throw e;
                    }
                    messages.accept("Not all sessions ended in time; trying again.");
                }
            }
        } catch (SQLException e) {
            return Result.failed(
                    Reason.RestoreFailed, "The databases could not be renamed: " + SqlWords.of(e) + stillThere());
        }
    }

    private void attempt(int own) throws SQLException {
        CompletableFuture<Void> rename = CompletableFuture.runAsync(
                () -> {
                    try {
                        renaming.run();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().name("rename").start(task));
        while (!rename.isDone()) {
            if (locksTheDatabase()) {
                empty(own);
            }
            Departures.pause();
        }
        try {
            rename.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void empty(int own) throws SQLException {
        List<Occupant> others = before.present().stream()
                .filter(session -> session.pid() != own)
                .toList();
        end(before, others);
        end(fresh, fresh.present());
        if (others.isEmpty() && !left) {
            left = true;
            locked.close();
        }
    }

    private void end(Occupants sessions, List<Occupant> present) throws SQLException {
        List<Occupant> news = present.stream()
                .filter(session -> !session.application().equals(application))
                .filter(ended::add)
                .toList();
        if (!news.isEmpty()) {
            messages.accept("Ending " + Occupant.list(news) + ".");
        }
        sessions.end(present);
    }

    private boolean locksTheDatabase() throws SQLException {
        return Sql.one(
                watching.connection(), LOCKED, row -> row.getBoolean(1), target.oid(), Integer.valueOf(renaming.pid()));
    }

    /** For the message of a failure; empty where nobody is left or it cannot be told. */
    private String stillThere() {
        try {
            List<Occupant> present = before.present();
            return present.isEmpty() ? "." : ". In the database: " + Occupant.list(present) + ".";
        } catch (SQLException e) {
            return ".";
        }
    }
}
