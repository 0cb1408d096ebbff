package dev.stillhouse.runner.project;

/** Whom a project tells what it does while a call is under way, and asks. */
@FunctionalInterface
public interface ProjectListener {

    /** On the caller's thread. */
    void event(ProjectEvent event);

    /**
     * On a thread of its own, so that the end of the project is noticed meanwhile. The project waits, for as long as it takes.
     */
    default ProjectAnswer answer(ProjectQuestion question) {
        return ProjectAnswer.ABANDON;
    }

    /** Nobody waits for the answer any more that is being made, as the project is lost: it is to come to its end soon. */
    default void unasked() {}
}
