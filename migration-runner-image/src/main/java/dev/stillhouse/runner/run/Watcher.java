package dev.stillhouse.runner.run;

import dev.stillhouse.runner.database.Backends.Backend;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.model.Blockage;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.project.MigrationProject;
import dev.stillhouse.runner.project.ProjectEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks after the project's backends while it applies, in a thread of its own on the runner's session: tells who is in
 * their way, and ends them when the run has to stop: first their statements, then the backends, at last the connection
 * to the project.
 */
final class Watcher {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration SLOW_STEP = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration UNTIL_TERMINATE = Duration.ofSeconds(3);
    private static final Duration UNTIL_ABANDON = Duration.ofSeconds(5);

    private final Database database;
    private final LockKeeping lock;
    private final MigrationProject project;
    private final Journal journal;
    private final Stop stop;
    private final Duration slowStep;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicBoolean connected = new AtomicBoolean();
    private final Set<Backend> backends = new LinkedHashSet<>();
    private final Thread thread;
    /** The project keeps other runs out itself, and had begun to before this run lost its lock. */
    private boolean atWork;

    private volatile long stepStart = System.nanoTime();
    private volatile Duration pause = TICK;
    private long lastAsked = stepStart;
    private long stopStart;
    private List<Blockage> blockages = List.of();
    private List<Blockage> lastBlockages = List.of();

    /** @param lockTimeoutMillis of the project; who is in the way is to be known before it passes. 0 is none. */
    Watcher(
            Database database,
            LockKeeping lock,
            MigrationProject project,
            Journal journal,
            Stop stop,
            long lockTimeoutMillis) {
        this.database = database;
        this.lock = lock;
        this.project = project;
        this.journal = journal;
        this.stop = stop;
        Duration half = Duration.ofMillis(lockTimeoutMillis / 2);
        this.slowStep = half.isZero() || half.compareTo(SLOW_STEP) > 0 ? SLOW_STEP : half;
        this.thread = Thread.ofPlatform().daemon().name("watcher").unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    void event(ProjectEvent event) {
        if (event instanceof ProjectEvent.Connected) {
            connected.set(true);
        }
        stepStart = System.nanoTime();
        pause = TICK;
    }

    /** Ends the watching. Returns the project's backends that are still there, as far as the server answers. */
    Set<Backend> finish() {
        finished.countDown();
        try {
            thread.join();
            find();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            journal.say("The server does not answer: " + e.getMessage());
        }
        return Set.copyOf(backends);
    }

    /** Who was in the way when it was last looked for; after {@link #finish()}. */
    Optional<Blockage> lastInTheWay() {
        return lastBlockages.stream().findFirst();
    }

    private void watch() {
        try {
            while (!finished.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            keepLock();
            if (connected.getAndSet(false) || (stop.isRequested() && stopStart == 0)) {
                find();
            }
            if (stop.isRequested()) {
                end();
            } else if (since(stepStart).compareTo(slowStep) > 0
                    && since(lastAsked).compareTo(pause) >= 0) {
                tellBlockages();
                lastAsked = System.nanoTime();
            }
        } catch (SQLException e) {
            if (!database.isAlive()) {
                recover(e);
            }
        }
    }

    private void find() throws SQLException {
        try {
            backends.addAll(database.backends().find());
        } catch (SQLException e) {
            connected.set(true);
            throw e;
        }
    }

    private void end() throws SQLException {
        if (stopStart == 0) {
            stopStart = System.nanoTime();
            journal.say(stop.cause().map(StopCause::sentence).orElse("The run is stopped")
                    + ": cancelling what the project runs.");
        }
        Duration stopping = since(stopStart);
        if (stopping.compareTo(UNTIL_ABANDON) > 0) {
            project.abandon();
        } else if (stopping.compareTo(UNTIL_TERMINATE) > 0) {
            database.backends().terminate(backends);
        } else {
            database.backends().cancel(backends);
        }
    }

    private void tellBlockages() throws SQLException {
        List<Blockage> now = database.backends().blockages(backends);
        if (sameAsBefore(now)) {
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        } else {
            pause = TICK;
            for (Blockage blockage : now) {
                journal.say("The project " + blockage.describe());
            }
            if (now.isEmpty()) {
                journal.say("Nobody is in the project's way any more.");
            }
        }
        blockages = now;
        lastBlockages = now.isEmpty() ? lastBlockages : now;
    }

    private boolean sameAsBefore(List<Blockage> now) {
        if (now.size() != blockages.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).sameAs(blockages.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Without its session the run holds no lock, and another run may have begun, or have come and gone. */
    private void recover(SQLException cause) {
        if (!atWork) {
            stop.request(StopCause.CONNECTION_LOST);
            lock.reconnect(cause);
        } else if (!lock.recover(cause)) {
            stop.request(StopCause.LOCK_LOST);
        }
    }

    private void keepLock() throws SQLException {
        if (!atWork && lock.isHeld()) {
            atWork = database.lock().isProjectAtWork();
        }
        if (atWork && !lock.keep()) {
            stop.request(StopCause.LOCK_LOST);
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
