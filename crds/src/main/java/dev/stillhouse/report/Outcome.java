package dev.stillhouse.report;

/** How a run ended. */
public enum Outcome {
    /** The database is where the request wanted it, or was observed as asked. */
    Succeeded,
    /** The plan is good but needs an approval that has not been given; nothing was changed. */
    AwaitingApproval,
    /** The request was not fulfilled; the report says what was changed. */
    Failed
}
