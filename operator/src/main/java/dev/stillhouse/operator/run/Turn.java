package dev.stillhouse.operator.run;

/** Whether a run that could be launched may be. */
sealed interface Turn {
    /** It may be launched now. */
    record Now() implements Turn {}

    /**
     * It waits.
     *
     * @param full what has as many runs at work as it may have
     * @param limit how many that is
     * @param before how many wait for the same and come first
     */
    record Later(RunLimits.Scope full, int limit, int before) implements Turn {}

    static Turn now() {
        return new Now();
    }
}
