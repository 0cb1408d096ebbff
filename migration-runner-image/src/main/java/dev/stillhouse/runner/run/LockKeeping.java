package dev.stillhouse.runner.run;

import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.model.LockHolder;
import java.sql.SQLException;

/**
 * The advisory lock while the project works: without its session the run holds none, and takes it again. The backend that
 * served the lost session may need a while to notice, and keeps the lock until then.
 */
final class LockKeeping {
    private final Database database;
    private int holder;
    private boolean held = true;

    /** @param database whose session holds the lock */
    LockKeeping(Database database) {
        this.database = database;
    }

    /** Remembers the backend that holds the lock; to be called while it does. */
    void remember() throws SQLException {
        if (holder == 0) {
            holder = database.backendPid();
        }
    }

    /** The session was lost, and another one has taken its place. */
    void reconnected() {
        held = false;
    }

    /**
     * Takes the lock if it is not held.
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
            return true;
        }
        return database.lock()
                .holder()
                .map(LockHolder::pid)
                .filter(pid -> pid != holder)
                .isEmpty();
    }
}
