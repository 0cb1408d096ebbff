package dev.stillhouse.operator.cluster;

/** The condition types of our resources; the first three are those that kstatus reads. */
public enum ConditionType {
    /** What was asked for is true. */
    Ready("NotReady", "It is not ready."),
    /** Work is under way or due. */
    Reconciling("NothingUnderWay", "Nothing is under way or due."),
    /** Nothing more will happen until somebody changes something. */
    Stalled("NotStalled", "It is not stalled."),
    /** A plan waits for its digest to be approved. */
    AwaitingApproval("NoApprovalNeeded", "No plan waits for an approval."),
    /** Somebody else has moved the database since the last run. */
    Drifted("NoDrift", "Nobody else is known to have moved the database.");

    private final String reasonIfFalse;
    private final String messageIfFalse;

    ConditionType(String reasonIfFalse, String messageIfFalse) {
        this.reasonIfFalse = reasonIfFalse;
        this.messageIfFalse = messageIfFalse;
    }

    /** Why a condition of this type is false, as one word; another condition says more. */
    String reasonIfFalse() {
        return reasonIfFalse;
    }

    String messageIfFalse() {
        return messageIfFalse;
    }
}
