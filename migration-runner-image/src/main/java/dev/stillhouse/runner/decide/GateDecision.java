package dev.stillhouse.runner.decide;

import dev.stillhouse.runner.model.Trouble;

/** Whether a plan may run. */
public sealed interface GateDecision {

    /** The database is at the target. */
    record NothingToDo(String message) implements GateDecision {}

    /** The run was to look only. */
    record ObserveOnly(String message) implements GateDecision {}

    /** The plan may run. */
    record Go(String message) implements GateDecision {}

    /** The plan is good but has to be approved first. */
    record AwaitApproval(String message) implements GateDecision {}

    /** The plan may not run. */
    record Refuse(Trouble trouble) implements GateDecision {}
}
