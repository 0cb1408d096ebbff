package dev.stillhouse.operator.pod;

import dev.stillhouse.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator's configuration says of the pods with the runner.
 *
 * @param image the runner's image
 * @param pullPolicy when to pull it; Kubernetes' default where absent
 * @param resources what its container asks for
 * @param projectResources what the project's container asks for
 * @param space how large the pod's folders may become
 * @param security who the containers are
 * @param rules what manifests may ask for
 */
public record RunnerSettings(
        String image,
        @Nullable String pullPolicy,
        ResourceRequirements resources,
        ResourceRequirements projectResources,
        Space space,
        Security security,
        PodRules rules) {
    public static RunnerSettings of(OperatorConfig.Runner config) {
        var project = config.project();
        return new RunnerSettings(
                config.image(),
                config.pullPolicy().orElse(null),
                asking(config.cpuRequest(), config.memoryRequest(), config.storageRequest())
                        .withLimits(Map.of("memory", new Quantity(config.memoryLimit())))
                        .build(),
                asking(project.cpuRequest(), project.memoryRequest(), project.storageRequest())
                        .build(),
                new Space(new Quantity(config.temporarySize()), new Quantity(config.scratchSize())),
                new Security(config.securityContextMode()),
                PodRules.of(config.podRules()));
    }

    private static ResourceRequirementsBuilder asking(String cpu, String memory, String storage) {
        return new ResourceRequirementsBuilder()
                .withRequests(Map.of(
                        "cpu", new Quantity(cpu),
                        "memory", new Quantity(memory),
                        "ephemeral-storage", new Quantity(storage)));
    }
}
