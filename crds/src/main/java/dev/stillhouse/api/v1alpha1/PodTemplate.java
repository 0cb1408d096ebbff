package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pod of a run has beyond the operator's own. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplate(
        @JsonPropertyDescription("Further labels of the pod. Those of Stillhouse win.") @Nullable
        Map<String, String> labels,

        @JsonPropertyDescription("Further annotations of the pod.") @Nullable
        Map<String, String> annotations,

        @JsonPropertyDescription("The node's labels that the pod needs.") @Nullable
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Taints that the pod tolerates.") @Size(max = 50) @Nullable
        List<Toleration> tolerations,

        @JsonPropertyDescription("Secrets with which the images are pulled.") @Size(max = 20) @Nullable
        List<LocalObjectReference> imagePullSecrets,

        @JsonPropertyDescription(
                "The service account of the pod. Its token is not mounted; it is for image pull secrets and for the identity that a cloud gives it.")
        @Size(max = 253)
        @Nullable
        String serviceAccountName,

        @JsonPropertyDescription("The priority class of the pod.") @Size(max = 253) @Nullable
        String priorityClassName,

        @JsonPropertyDescription("The container with the project's image.") @Nullable
        ProjectContainer project,

        @JsonPropertyDescription("The container with the runner.") @Nullable
        RunnerContainer runner) {

    /** Overrides for the container with the project's image. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ProjectContainer(
            @JsonPropertyDescription("Resource requests and limits.") @Nullable
            ResourceRequirements resources,

            @JsonPropertyDescription(
                    "Fields of the container's security context, each in place of the default's: non-root user 10001, read-only root file system, no capabilities, no privilege escalation, the runtime's seccomp profile. An image whose files only its own user can read sets runAsUser here.")
            @Nullable
            SecurityContext securityContext) {}

    /** Overrides for the container with the runner. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunnerContainer(
            @JsonPropertyDescription("Resource requests and limits.") @Nullable
            ResourceRequirements resources) {}
}
