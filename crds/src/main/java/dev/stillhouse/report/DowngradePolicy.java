package dev.stillhouse.report;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether a target below the current revision may be gone down to. */
public enum DowngradePolicy {
    /** Never. */
    Forbid,
    /** Only when the digest of the plan is among the approvals. */
    RequireApproval,
    /** Without asking. */
    Allow;

    /** Reads it; see {@link Constants}. */
    @JsonCreator
    public static DowngradePolicy read(String text) {
        return Constants.read(values(), text, Forbid);
    }
}
