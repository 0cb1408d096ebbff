package dev.stillhouse.operator.pod;

/** The containers of a run's pod. */
public final class Containers {
    /** Copies the bridge to where the project's container finds it. */
    public static final String BRIDGE = "bridge";
    /** The project's own image, in which the bridge runs. */
    public static final String PROJECT = "project";
    /** Leads the run; the project's process ends with it. */
    public static final String RUNNER = "runner";

    private Containers() {}
}
