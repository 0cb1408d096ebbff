package dev.stillhouse.operator.run;

/** The containers of a run's pod. */
final class Containers {
    /** Copies the bridge to where the project's container finds it. */
    static final String BRIDGE = "bridge";
    /** The project's own image, in which the bridge runs. */
    static final String PROJECT = "project";
    /** Leads the run; its end is the end of the pod. */
    static final String RUNNER = "runner";

    private Containers() {}
}
