package dev.stillhouse.operator.pod;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** The volumes of a run's pod, and where the containers find them. */
public final class Mounts {
    /** Shared between the runner and the project's container: the bridge and its socket. */
    public static final String SHARED = "stillhouse";

    public static final String SHARED_PATH = "/stillhouse";
    public static final String SOCKET = SHARED_PATH + "/bridge.sock";

    /** A project from a ConfigMap. */
    public static final String PROJECT = "project";

    public static final String PROJECT_PATH = "/project";

    public static final String RUNNER_TMP = "runner-tmp";
    public static final String PROJECT_TMP = "project-tmp";
    static final String TMP_PATH = "/tmp";

    private Mounts() {}

    /** A folder for temporary files. */
    public static Volume temporary(String name, Space space) {
        return emptyDir(name, space.temporary());
    }

    public static Volume sharedVolume() {
        return emptyDir(SHARED, Space.SHARED);
    }

    private static Volume emptyDir(String name, Quantity limit) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withSizeLimit(limit)
                .endEmptyDir()
                .build();
    }

    public static VolumeMount shared() {
        return mount(SHARED, SHARED_PATH);
    }

    /** The root file system is read-only, and both Python and Java want a place for temporary files. */
    public static VolumeMount tmp(String volume) {
        return mount(volume, TMP_PATH);
    }

    public static VolumeMount project() {
        return new VolumeMountBuilder()
                .withName(PROJECT)
                .withMountPath(PROJECT_PATH)
                .withReadOnly(true)
                .build();
    }

    static VolumeMount mount(String name, String path) {
        return new VolumeMountBuilder().withName(name).withMountPath(path).build();
    }
}
