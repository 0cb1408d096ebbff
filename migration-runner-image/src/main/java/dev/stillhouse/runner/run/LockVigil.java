package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks after the lock during a backup, which may take hours in which nobody else needs the runner's session: a word now
 * and then keeps the connection. If it is lost nevertheless the run ends at once: another one may have had the database by
 * the time that the lock could be taken again, so that nothing may be applied after the backup.
 */
final class LockVigil {
    /** Below what any firewall, NAT gateway or balancer forgets a connection after. */
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final LockKeeping lock;
    private final Stop stop;
    private final Duration interval;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread thread;
    private boolean lost;

    private LockVigil(LockKeeping lock, Stop stop, Duration interval) {
        this.lock = lock;
        this.stop = stop;
        this.interval = interval;
        this.thread = Thread.ofPlatform().daemon().name("lock").unstarted(this::watch);
    }

    /** Begins; until {@link #end()} the session must not be used by others. */
    static LockVigil begin(LockKeeping lock, Stop stop) {
        return begin(lock, stop, INTERVAL);
    }

    static LockVigil begin(LockKeeping lock, Stop stop, Duration interval) {
        LockVigil vigil = new LockVigil(lock, stop, interval);
        vigil.look();
        vigil.thread.start();
        return vigil;
    }

    /** Ends. The trouble is that the lock is not held any more. */
    Optional<Trouble> end() {
        finished.countDown();
        try {
            thread.join();
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lost
                ? Optional.of(new Trouble(
                        Reason.ConnectionFailed,
                        StopCause.CONNECTION_LOST.sentence() + ", during the backup. Nothing was applied."))
                : Optional.empty();
    }

    private void watch() {
        try {
            while (!lost && !finished.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        if (!lost && !lock.isUnbroken()) {
            lost = true;
            stop.request(StopCause.CONNECTION_LOST);
        }
    }
}
