package dev.stillhouse.runner.project.alembic;

import java.time.Duration;

/** The process that runs the bridge, in another container or as a child of this one. */
interface BridgeProcess extends AutoCloseable {

    /** False once it is known that there will be no bridge. */
    boolean mayBeAlive();

    /**
     * What it said last, as a sentence with a space before it; empty if it isn't known.
     *
     * @param patience how long to wait for its end, of which the exit code tells
     */
    String lastWords(Duration patience);

    /** Waits for its end, after the runner has hung up, or ends it. What lies beside its socket is left. */
    void end();

    @Override
    void close();

    /** The project's container, of which only the socket is seen. */
    BridgeProcess CONTAINER = new BridgeProcess() {
        @Override
        public boolean mayBeAlive() {
            return true;
        }

        @Override
        public String lastWords(Duration patience) {
            return " The log of the container \"project\" may tell why; it is ended by the kubelet when it needs more"
                    + " memory than its limit.";
        }

        @Override
        public void end() {}

        @Override
        public void close() {}
    };
}
