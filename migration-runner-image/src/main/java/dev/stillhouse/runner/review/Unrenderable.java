package dev.stillhouse.runner.review;

/** A step whose SQL is not known before it runs may do anything. */
final class Unrenderable {
    static final String ID = "unrenderable";

    private Unrenderable() {}

    static Finding finding(RenderedStep step) {
        String problem = step.problem();
        String why = problem == null || problem.isBlank() ? "" : ": " + problem.strip();
        return new Finding(step.revision(), ID, "runs SQL that is not known before it runs" + why, null);
    }
}
