package dev.stillhouse.runner.review;

/** A step that was found harmless, and then was about to run what nobody had seen. */
final class UnforeseenStatement {
    static final String ID = "unforeseen-statement";

    private UnforeseenStatement() {}

    static Finding finding(String revision) {
        return new Finding(revision, ID, "runs SQL that was not seen before it ran", null);
    }
}
