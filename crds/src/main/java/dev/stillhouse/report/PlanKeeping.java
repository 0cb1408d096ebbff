package dev.stillhouse.report;

/** How much of the SQL of a plan leaves the runner. */
public enum PlanKeeping {
    /** The whole plan as it is. */
    Full,
    /** The plan without what stands in string literals and comments. */
    Redacted,
    /** No plan. What is told of a statement that failed is redacted. */
    Never
}
