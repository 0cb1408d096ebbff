package dev.stillhouse.runner.project;

import dev.stillhouse.runner.model.Result;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Where a project is, and the way to it. */
public interface ProjectSource {

    /** Whether it is in a container of its own, which starts when it can. */
    boolean inContainer();

    /**
     * Waits for the start of the project's container, if it has one: its image may have to be pulled first. Nothing is to
     * be held meanwhile.
     *
     * @param stopped asked now and then; ends the waiting when it becomes true
     * @return whether there is a project to be found now
     */
    boolean awaitContainer(BooleanSupplier stopped);

    /**
     * Starts the project's process where it has to be started, waits until it is there, and connects to it.
     *
     * @param stopped asked now and then; ends the waiting when it becomes true
     */
    Result<MigrationProject> find(BooleanSupplier stopped);

    /**
     * Tells the process of a container that nobody will come who has not come yet; it ends then.
     *
     * @throws IOException if it cannot be told, and has to wait until the pod's time is over
     */
    void dismiss() throws IOException;
}
