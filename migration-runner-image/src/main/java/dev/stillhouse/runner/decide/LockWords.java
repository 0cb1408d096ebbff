package dev.stillhouse.runner.decide;

import dev.stillhouse.report.RunReport.TableLock;

/** How a lock that a plan takes is told to a person. */
public final class LockWords {
    private LockWords() {}

    /** Which table, who has to wait, and for how long that may be. */
    public static String told(TableLock lock) {
        return lock.table() + ": " + lock.mode()
                + ("ACCESS EXCLUSIVE".equals(lock.mode())
                        ? ", everybody else waits who reads or writes it"
                        : ", everybody else waits who writes it")
                + duration(lock);
    }

    private static String duration(TableLock lock) {
        if (lock.rewritten()) {
            return ", while all of it is written anew";
        }
        return lock.scanned() ? ", while all of it is read" : "";
    }
}
