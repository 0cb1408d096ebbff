package dev.stillhouse.runner.output;

/** How often something may happen: a number of times at once, and from then on once in each interval. */
final class Allowance {
    private final long interval;
    private final long atOnce;
    private long paidUntil;
    private boolean used;

    /** @param interval nanoseconds */
    Allowance(int times, long interval) {
        this.interval = interval;
        this.atOnce = (times - 1) * interval;
    }

    /**
     * Uses the allowance, if it may be used now.
     *
     * @param now nanoseconds, from any beginning
     * @return 0 if it was used, otherwise the nanoseconds until it may be
     */
    long use(long now) {
        long from = used && paidUntil - now > 0 ? paidUntil : now;
        long early = from - now - atOnce;
        if (early > 0) {
            return early;
        }
        used = true;
        paidUntil = from + interval;
        return 0;
    }
}
