package dev.stillhouse.runner.run;

import dev.stillhouse.runner.bridge.Bridge;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.model.ServerIdentity;

/** A run with both its ends in hand: the locked database and the opened project. */
record Opened(Database database, ServerIdentity server, Bridge bridge) implements AutoCloseable {

    /** The bridge first: the lock is held until the project's connection is certainly closed. */
    @Override
    public void close() {
        bridge.close();
        database.close();
    }
}
