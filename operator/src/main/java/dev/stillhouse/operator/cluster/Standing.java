package dev.stillhouse.operator.cluster;

import dev.stillhouse.report.Reason;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a resource stands, from which all of its conditions follow.
 *
 * @param truths the condition types that are true; every other one is false
 * @param reason why
 * @param message the same for a person
 */
public record Standing(Set<ConditionType> truths, Reason reason, String message) {
    private static final Set<Reason> WORK_IN_HAND =
            EnumSet.of(Reason.Starting, Reason.Running, Reason.Superseded, Reason.Deleting);

    public static Standing ready(Reason reason, String message) {
        return new Standing(EnumSet.of(ConditionType.Ready), reason, message);
    }

    public static Standing reconciling(Reason reason, String message) {
        return new Standing(EnumSet.of(ConditionType.Reconciling), reason, message);
    }

    public static Standing stalled(Reason reason, String message) {
        return new Standing(EnumSet.of(ConditionType.Stalled), reason, message);
    }

    public static Standing awaitingApproval(String message) {
        return new Standing(EnumSet.of(ConditionType.AwaitingApproval), Reason.ApprovalRequired, message);
    }

    /** The operator itself could not go on, and tries again. */
    public static Standing hindered(Exception exception) {
        return reconciling(
                Reason.InternalError,
                "The operator could not go on and tries again: " + Sentence.of(String.valueOf(exception.getMessage()))
                        + Refusals.advice(exception));
    }

    /** Nothing is done on purpose. */
    public static Standing idle(Reason reason, String message) {
        return new Standing(EnumSet.noneOf(ConditionType.class), reason, message);
    }

    /** The same of a database that somebody else has moved. */
    public Standing drifted(String how) {
        var more = EnumSet.of(ConditionType.Drifted);
        more.addAll(truths);
        return new Standing(more, reason, message.contains(how) ? message : message + " " + how);
    }

    /** Whether this is trouble that a person should hear of. */
    public boolean isTrouble() {
        return truths.contains(ConditionType.Stalled)
                || truths.contains(ConditionType.Drifted)
                || (truths.contains(ConditionType.Reconciling) && !WORK_IN_HAND.contains(reason));
    }
}
