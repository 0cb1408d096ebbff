package dev.stillhouse.operator.cluster;

/** The condition types of our resources; the first three are those that kstatus reads. */
public enum ConditionType {
    /** What was asked for is true. */
    Ready,
    /** Work is under way or due. */
    Reconciling,
    /** Nothing more will happen until somebody changes something. */
    Stalled,
    /** A plan waits for its digest to be approved. */
    AwaitingApproval,
    /** Somebody else has moved the database since the last run. */
    Drifted
}
