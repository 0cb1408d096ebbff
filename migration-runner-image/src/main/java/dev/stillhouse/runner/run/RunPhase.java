package dev.stillhouse.runner.run;

/** One of the phases that a run goes through, in the order of {@link Run}. */
interface RunPhase {

    /** Does its part with what is known so far. */
    PhaseResult run(RunState state);
}
