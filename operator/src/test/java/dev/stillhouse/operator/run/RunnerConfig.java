package dev.stillhouse.operator.run;

import dev.stillhouse.operator.OperatorConfig;
import java.util.Optional;

/** The configuration without anything set but the image. */
record RunnerConfig(String image) implements OperatorConfig.Runner {
    @Override
    public Optional<String> pullPolicy() {
        return Optional.empty();
    }

    @Override
    public String cpuRequest() {
        return "50m";
    }

    @Override
    public String memoryRequest() {
        return "96Mi";
    }

    @Override
    public String memoryLimit() {
        return "512Mi";
    }
}
