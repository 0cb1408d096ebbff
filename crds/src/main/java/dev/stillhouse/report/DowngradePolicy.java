package dev.stillhouse.report;

/** Whether a target below the current revision may be gone down to. */
public enum DowngradePolicy {
    /** Never. */
    Forbid,
    /** Only when the digest of the plan is among the approvals. */
    RequireApproval,
    /** Without asking. */
    Allow
}
