package dev.stillhouse.runner.restore;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.database.SqlWords;
import dev.stillhouse.runner.model.Trouble;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/** A restore takes long, and the connection that carries the lock may be lost meanwhile. */
final class LockHeld {
    private LockHeld() {}

    /** Takes the lock again if it was lost, and says so; the trouble is that somebody else has it. */
    static Optional<Trouble> check(Database locked, Consumer<String> messages) {
        try {
            if (locked.isAlive() && locked.lock().isHeldHere()) {
                return Optional.empty();
            }
            if (locked.reconnect() && locked.lock().tryTake()) {
                messages.accept(
                        "The runner's connection was lost during the restore, and with it the advisory lock of the"
                                + " database. It is taken again; another run may have had the database in between.");
                return Optional.empty();
            }
            return Optional.of(new Trouble(
                    Reason.DatabaseBusy,
                    "The runner's connection was lost during the restore, and with it the advisory lock of the"
                            + " database, which another run has taken since."));
        } catch (SQLException e) {
            return Optional.of(new Trouble(
                    Reason.ConnectionFailed,
                    "The runner's connection was lost during the restore: " + SqlWords.of(e) + "."));
        }
    }
}
