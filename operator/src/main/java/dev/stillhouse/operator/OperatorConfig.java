package dev.stillhouse.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The operator's own settings; the chart sets them as environment variables such as STILLHOUSE_RUNNER_IMAGE. */
@ConfigMapping(prefix = "stillhouse")
public interface OperatorConfig {
    Runner runner();

    /** How much may be done at once. */
    Limits limits();

    /** The runner's image and what its container asks for. */
    interface Runner {
        /** The image of the runner; of the same version as the operator. */
        String image();

        /** When to pull it; Kubernetes' default where absent. */
        Optional<String> pullPolicy();

        @WithDefault("50m")
        String cpuRequest();

        @WithDefault("96Mi")
        String memoryRequest();

        @WithDefault("1Gi")
        String memoryLimit();

        /** What the container asks for of its node's disk. */
        @WithDefault("64Mi")
        String storageRequest();

        /** What the project's container asks for. */
        Project project();

        /** How large the folder for temporary files of each container may become. */
        @WithDefault("1Gi")
        String temporarySize();

        /** How large the scratch volume for backups may become where a manifest does not say. */
        @WithDefault("10Gi")
        String scratchSize();

        /** Who says which user the containers run as. */
        @WithDefault("Restricted")
        SecurityContextMode securityContextMode();

        /** What manifests may ask for. */
        Rules podRules();
    }

    /** What the project's container asks for, unless the manifest says so. */
    interface Project {
        @WithDefault("50m")
        String cpuRequest();

        @WithDefault("128Mi")
        String memoryRequest();

        @WithDefault("64Mi")
        String storageRequest();
    }

    /** Who says which user and groups the pods of runs have. */
    enum SecurityContextMode {
        /** Stillhouse: one that no image knows. */
        Restricted,
        /** The platform, as OpenShift does with the ranges of a namespace. */
        PlatformAssigned
    }

    /** What the pods of manifests may be. */
    interface Rules {
        @WithDefault("Restricted")
        PodLevel level();

        /** The service accounts that manifests may name, besides {@code default}; {@code *} for all. */
        Optional<List<String>> serviceAccounts();

        /** The priority classes that manifests may name; {@code *} for all. */
        Optional<List<String>> priorityClasses();
    }

    /** How much the containers of a manifest may ask for. */
    enum PodLevel {
        /** What the Pod Security Standard "restricted" admits, and no node of the control plane. */
        Restricted,
        /** All that the namespace's own admission lets in. */
        Unrestricted
    }

    /** How much may be done at once. */
    interface Limits {
        Runs runs();
    }

    /** How many runs may be at work at once; 0 for any number. */
    interface Runs {
        /** In all namespaces that this operator serves. */
        @WithDefault("50")
        int cluster();

        @WithDefault("25")
        int namespace();

        /** On one database server. */
        @WithDefault("10")
        int databaseServer();
    }
}
