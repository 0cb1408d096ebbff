package dev.stillhouse.runner.project;

import dev.stillhouse.runner.model.ObservedStep;
import dev.stillhouse.runner.model.Rendering;
import java.util.List;

/** What a project tells while it works. Steps count from 1. */
public sealed interface ProjectEvent {

    /** The project opened a connection, served by this backend. */
    record Connected(int backendPid) implements ProjectEvent {}

    record StepStarted(int index, int total, String revision) implements ProjectEvent {}

    /**
     * A step has run and its version row is written. Of a quick one nothing was told before.
     *
     * @param statements what it executed; empty if that was not asked for
     */
    record StepFinished(int index, int total, String revision, long millis, List<String> statements)
            implements ProjectEvent {}

    /** What a step has executed that did not come to its end. */
    record StepBroken(int index, String revision, List<String> statements) implements ProjectEvent {}

    /** What a step has sent in a copy of the database, and done there; it need not have come to its end. */
    record StepObserved(int index, ObservedStep step) implements ProjectEvent {}

    /** The project's connection committed; the version rows are now these. */
    record Committed(List<String> rows) implements ProjectEvent {}

    /** The step may make something permanent of which no {@link Committed} tells: by autocommit, or past its connection. */
    record CommitsUnseen(int index, String revision) implements ProjectEvent {}

    /** The step's statements, or why they are not known. */
    record Rendered(Rendering rendering) implements ProjectEvent {}
}
