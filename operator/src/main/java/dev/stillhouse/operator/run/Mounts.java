package dev.stillhouse.operator.run;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** The volumes of a run's pod, and where the containers find them. */
final class Mounts {
    /** Shared between the runner and the project's container: the bridge and its socket. */
    static final String SHARED = "stillhouse";

    static final String SHARED_PATH = "/stillhouse";
    static final String SOCKET = SHARED_PATH + "/run/bridge.sock";

    /** A project from a ConfigMap. */
    static final String PROJECT = "project";

    static final String PROJECT_PATH = "/project";

    static final String RUNNER_TMP = "runner-tmp";
    static final String PROJECT_TMP = "project-tmp";
    private static final String TMP_PATH = "/tmp";

    private Mounts() {}

    static Volume emptyDir(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    static VolumeMount shared() {
        return mount(SHARED, SHARED_PATH);
    }

    /** The root file system is read-only, and both Python and Java want a place for temporary files. */
    static VolumeMount tmp(String volume) {
        return mount(volume, TMP_PATH);
    }

    static VolumeMount project() {
        return mount(PROJECT, PROJECT_PATH);
    }

    private static VolumeMount mount(String name, String path) {
        return new VolumeMountBuilder().withName(name).withMountPath(path).build();
    }
}
