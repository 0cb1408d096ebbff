package dev.stillhouse.operator.pod;

import dev.stillhouse.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator's configuration says of the runner's container.
 *
 * @param image the runner's image
 * @param pullPolicy when to pull it; Kubernetes' default where absent
 * @param resources what its container asks for
 */
public record RunnerSettings(String image, @Nullable String pullPolicy, ResourceRequirements resources) {
    public static RunnerSettings of(OperatorConfig.Runner config) {
        var resources = new ResourceRequirementsBuilder()
                .withRequests(Map.of(
                        "cpu", new Quantity(config.cpuRequest()), "memory", new Quantity(config.memoryRequest())))
                .withLimits(Map.of("memory", new Quantity(config.memoryLimit())))
                .build();
        return new RunnerSettings(config.image(), config.pullPolicy().orElse(null), resources);
    }
}
