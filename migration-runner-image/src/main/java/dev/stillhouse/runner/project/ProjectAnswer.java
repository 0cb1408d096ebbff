package dev.stillhouse.runner.project;

/** What a project is told in answer to a {@link ProjectQuestion}. */
public enum ProjectAnswer {
    /** Go on. */
    PROCEED,
    /** Roll back; the call fails. */
    ABANDON
}
