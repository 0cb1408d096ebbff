package dev.stillhouse.runner.restore;

import dev.stillhouse.runner.restore.Target.Occupant;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Waits for sessions that the user may not end: they get a while to end by themselves, and nobody is locked out meanwhile. */
final class Departures {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private Departures() {}

    /** @return who is still there */
    static List<Occupant> await(Occupants occupants, Consumer<String> messages) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Occupant> notOurs = occupants.notOurs();
        if (!notOurs.isEmpty()) {
            messages.accept("Waiting for sessions that the user may not end: " + Occupant.list(notOurs) + ".");
        }
        while (!notOurs.isEmpty() && System.nanoTime() < end && pause()) {
            notOurs = occupants.notOurs();
        }
        return notOurs;
    }

    static boolean pause() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
