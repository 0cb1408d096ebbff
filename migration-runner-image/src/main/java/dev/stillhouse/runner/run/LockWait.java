package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.AdvisoryLock;
import dev.stillhouse.runner.model.LockHolder;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.run.Stop.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes the advisory lock of the database. While another run holds it, this one waits for its turn until its time is over. */
final class LockWait {
    /** Kept of the run's time, to say who was in its way. */
    private static final Duration REPORTING_TIME = Duration.ofSeconds(10);
    /** Of a short deadline no more than this part is kept. */
    private static final int PARTS = 10;

    private static final Duration POLL = Duration.ofMillis(200);
    /** Many may wait for long, on one server. */
    private static final Duration PATIENT_POLL = Duration.ofSeconds(1);

    private static final Duration IMPATIENCE = Duration.ofSeconds(20);

    private final AdvisoryLock lock;
    private final Journal journal;
    private final Stop stop;

    LockWait(AdvisoryLock lock, Journal journal, Stop stop) {
        this.lock = lock;
        this.journal = journal;
        this.stop = stop;
    }

    /**
     * Waits for the lock.
     *
     * @param giveUp asked now and then: trouble elsewhere that makes the lock useless
     * @return the trouble, or empty when the lock is held
     */
    Optional<Trouble> take(Deadline deadline, Supplier<Optional<Trouble>> giveUp) {
        Deadline end = end(deadline);
        Deadline impatient = Deadline.in(IMPATIENCE);
        Optional<LockHolder> told = Optional.empty();
        try {
            while (!lock.tryTake()) {
                Optional<LockHolder> holder = lock.holder();
                if (holder.isPresent() && !holder.equals(told)) {
                    told = holder;
                    journal.say("Another run works on this database; waiting for "
                            + holder.get().describe() + ".");
                }
                Optional<Trouble> elsewhere = giveUp.get();
                if (elsewhere.isPresent()) {
                    return elsewhere;
                }
                if (stop.cause().equals(Optional.of(StopCause.TERMINATION))) {
                    return Optional.of(new Trouble(
                            Reason.Cancelled,
                            StopCause.TERMINATION.sentence()
                                    + " while it waited for the database. Nothing was changed."));
                }
                if (end.isOver()) {
                    return Optional.of(busy(told));
                }
                Thread.sleep(impatient.isOver() ? PATIENT_POLL : POLL);
            }
            return lock.isHeldHere() ? Optional.empty() : Optional.of(notHeld());
        } catch (SQLException e) {
            return Optional.of(new Trouble(
                    Reason.ConnectionFailed, "The connection broke while the lock was asked for: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Trouble(Reason.Cancelled, "The run was interrupted. Nothing was changed."));
        }
    }

    static Deadline end(Deadline deadline) {
        Duration part = deadline.remaining().dividedBy(PARTS);
        return deadline.earlierBy(part.compareTo(REPORTING_TIME) < 0 ? part : REPORTING_TIME);
    }

    private static Trouble busy(Optional<LockHolder> holder) {
        return new Trouble(
                Reason.DatabaseBusy,
                "Another run works on this database"
                        + holder.map(it -> ": " + it.describe()).orElse("")
                        + ". This one waited for it until its own time was over (spec.execution.deadline). Nothing was"
                        + " changed. The next attempt waits again; a session that was left behind can be ended with"
                        + " pg_terminate_backend.");
    }

    private static Trouble notHeld() {
        return new Trouble(
                Reason.ConnectionFailed,
                "The advisory lock went to another backend than the one that serves this session: the URL in the Secret"
                        + " leads to a pooler in transaction mode. Let it name the PostgreSQL server itself.");
    }
}
