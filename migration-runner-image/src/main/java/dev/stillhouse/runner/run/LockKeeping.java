package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.model.LockHolder;
import dev.stillhouse.runner.model.Result;
import java.sql.SQLException;

/**
 * The advisory lock of a run from when it is taken to its end. It goes with the session that took it. Until the project is
 * at work, a run that has lost it does not take it again: another one may have had the database in between, and have told
 * what became of this one. A project at work keeps others out itself, and the lock is taken again; the backend that served
 * the lost session may need a while to notice, and keeps the lock until then.
 */
final class LockKeeping {
    private final Database database;
    private final Journal journal;
    private int holder;
    private boolean held = true;
    private boolean unbroken = true;

    private LockKeeping(Database database, Journal journal, int holder) {
        this.database = database;
        this.journal = journal;
        this.holder = holder;
    }

    /** @param database whose session holds the lock */
    static Result<LockKeeping> of(Database database, Journal journal) {
        try {
            return Result.ok(new LockKeeping(database, journal, database.backendPid()));
        } catch (SQLException e) {
            return Result.failed(
                    Reason.ConnectionFailed, "The connection broke right after the lock was taken: " + e.getMessage());
        }
    }

    boolean isHeld() {
        return held;
    }

    /** True if the session that took the lock has it still: no other run has had the database since. */
    boolean isUnbroken() {
        try {
            unbroken = unbroken
                    && database.backendPid() == holder
                    && database.lock().isHeldHere();
        } catch (SQLException e) {
            journal.say("The runner's own connection was lost (" + e.getMessage() + ").");
            unbroken = false;
        }
        return unbroken;
    }

    /**
     * Takes the lock if it is not held; only while the project is at work.
     *
     * @return false if another run has taken it since; true if it is held, or will be once the old backend has ended
     */
    boolean keep() throws SQLException {
        if (held) {
            return true;
        }
        if (database.lock().tryTake()) {
            held = true;
            holder = database.backendPid();
            journal.say("The advisory lock is held again.");
            return true;
        }
        return database.lock()
                .holder()
                .map(LockHolder::pid)
                .filter(pid -> pid != holder)
                .isEmpty();
    }

    /**
     * The session was lost while the project is at work: connects again, and takes the lock if that is possible at once.
     *
     * @return false if another run has taken it since
     */
    boolean recover(SQLException cause) {
        if (!reconnect(cause)) {
            return true;
        }
        try {
            return keep();
        } catch (SQLException e) {
            journal.say("The advisory lock could not be taken again: " + e.getMessage());
            return true;
        }
    }

    /** Connects again after the session was lost, without the lock. Returns whether the server answers. */
    boolean reconnect(SQLException cause) {
        journal.say("The runner's own connection was lost (" + cause.getMessage() + "); connecting again.");
        held = false;
        unbroken = false;
        return database.reconnect();
    }
}
