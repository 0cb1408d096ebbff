package dev.stillhouse.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The operator's own settings; the chart sets them as environment variables such as STILLHOUSE_RUNNER_IMAGE. */
@ConfigMapping(prefix = "stillhouse")
public interface OperatorConfig {
    Runner runner();

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
    }
}
