package dev.stillhouse.operator.run;

/** The memory that the plans of all runs may take together, until they are kept. Safe for several threads. */
final class PlanBudget {
    private final long total;
    private long taken;

    /** @param total bytes */
    PlanBudget(long total) {
        this.total = total;
    }

    /** Takes so many bytes if there is room for them; who got them gives them back. */
    synchronized boolean take(int bytes) {
        if (taken + bytes > total) {
            return false;
        }
        taken += bytes;
        return true;
    }

    synchronized void giveBack(int bytes) {
        taken -= bytes;
    }

    synchronized long taken() {
        return taken;
    }
}
