package dev.stillhouse.runner.model;

import dev.stillhouse.report.Reason;

/** Why a run is stopped from outside before its end. */
public enum StopCause {
    DEADLINE(Reason.DeadlineExceeded, "The run's deadline passed"),
    TERMINATION(Reason.Cancelled, "The run was asked to stop (SIGTERM)"),
    LOCK_LOST(
            Reason.DatabaseBusy,
            "The runner's connection was lost and with it the advisory lock, which another run has taken since"),
    CONNECTION_LOST(
            Reason.ConnectionFailed,
            "The runner's connection was lost and with it the advisory lock, which another run may have had since");

    private final Reason reason;
    private final String sentence;

    StopCause(Reason reason, String sentence) {
        this.reason = reason;
        this.sentence = sentence;
    }

    public Reason reason() {
        return reason;
    }

    /** What to do about it, as a sentence after a space; empty where there is nothing to do. */
    public String advice() {
        return this == DEADLINE
                ? " If the work needs longer, raise spec.execution.deadline (a new run then begins)."
                : "";
    }

    /** What happened, as a sentence without its full stop. */
    public String sentence() {
        return sentence;
    }
}
