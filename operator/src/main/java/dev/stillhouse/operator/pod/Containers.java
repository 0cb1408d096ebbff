package dev.stillhouse.operator.pod;

/** The containers of a run's pod. */
public final class Containers {
    /** The project's own image, in which the bridge runs. */
    public static final String PROJECT = "project";
    /** Brings the bridge and leads the run; the project's process ends with it. */
    public static final String RUNNER = "runner";

    private Containers() {}
}
