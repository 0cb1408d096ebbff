package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pod of a run has beyond the operator's own. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplate(
        @JsonPropertyDescription("Further labels of the pod. Those of Stillhouse win.") @Nullable
        Map<String, String> labels,

        @JsonPropertyDescription(
                "Further annotations of the pod. They win over those of Stillhouse, which ask autoscalers not to move the pod (`karpenter.sh/do-not-disrupt`, `cluster-autoscaler.kubernetes.io/safe-to-evict`).")
        @Nullable
        Map<String, String> annotations,

        @JsonPropertyDescription("The node's labels that the pod needs.") @Nullable
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Taints that the pod tolerates.") @Size(max = 50) @Nullable
        List<Toleration> tolerations,

        @JsonPropertyDescription("Secrets with which the images are pulled.") @Size(max = 20) @Nullable
        List<LocalObjectReference> imagePullSecrets,

        @JsonPropertyDescription(
                "The service account of the pod. Its token is not mounted; it is for image pull secrets and for the identity that a cloud gives it. The operator's settings say which ones are allowed.")
        @Size(max = 253)
        @Nullable
        String serviceAccountName,

        @JsonPropertyDescription("The priority class of the pod. The operator's settings say which ones are allowed.")
        @Size(max = 253)
        @Nullable
        String priorityClassName,

        @JsonPropertyDescription("The container with the project's image.") @Nullable
        ProjectContainer project,

        @JsonPropertyDescription("The container with the runner.") @Nullable
        RunnerContainer runner,

        @JsonPropertyDescription("Which nodes and neighbours the pod wants or avoids.") @Nullable
        Affinity affinity,

        @JsonPropertyDescription("How the pods of runs are spread over zones or nodes.") @Size(max = 10) @Nullable
        List<TopologySpreadConstraint> topologySpreadConstraints,

        @JsonPropertyDescription("Further volumes of the pod; `volumeMounts` of a container says where it has them.")
        @Size(max = 20)
        @Nullable
        List<PodVolume> volumes,

        @JsonPropertyDescription("The runtime class of the pod.") @Size(max = 253) @Nullable
        String runtimeClassName,

        @JsonPropertyDescription("The scheduler that places the pod.") @Size(max = 253) @Nullable
        String schedulerName,

        @JsonPropertyDescription("Further names of hosts in the pod.") @Size(max = 50) @Nullable
        List<HostAlias> hostAliases,

        @JsonPropertyDescription("How the pod resolves names, as for any pod.") @Nullable
        DnsPolicy dnsPolicy,

        @JsonPropertyDescription("Name servers and search domains of the pod.") @Nullable
        PodDNSConfig dnsConfig,

        @JsonPropertyDescription(
                "How many seconds a run has that is told to end: it cancels what is under way, reads the database and reports. 20 if absent.")
        @Min(10)
        @Max(3600)
        @Nullable
        Long terminationGracePeriodSeconds) {

    /** A template that adds nothing. */
    public static final PodTemplate NONE = new PodTemplate(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** The same for a pod in which no project runs. */
    public PodTemplate withoutProject() {
        return new PodTemplate(
                labels,
                annotations,
                nodeSelector,
                tolerations,
                imagePullSecrets,
                serviceAccountName,
                priorityClassName,
                null,
                runner,
                affinity,
                topologySpreadConstraints,
                volumes,
                runtimeClassName,
                schedulerName,
                hostAliases,
                dnsPolicy,
                dnsConfig,
                terminationGracePeriodSeconds);
    }

    /** Kubernetes' own words but one: the host's network is not to be had. */
    public enum DnsPolicy {
        ClusterFirst,
        Default,
        None
    }

    /** Overrides for the container with the project's image. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ProjectContainer(
            @JsonPropertyDescription("Resource requests and limits.") @Nullable
            ResourceRequirements resources,

            @JsonPropertyDescription(
                    "Fields of the container's security context, each in place of the default's: non-root user 10001 (or the platform's), read-only root file system, no capabilities, no privilege escalation, the runtime's seccomp profile. An image whose files only its own user can read sets runAsUser here. The operator refuses what its settings do not allow.")
            @Nullable
            SecurityContext securityContext,

            @JsonPropertyDescription("Where the container has the volumes of the pod.") @Size(max = 50) @Nullable
            List<VolumeMount> volumeMounts) {}

    /** Overrides for the container with the runner. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunnerContainer(
            @JsonPropertyDescription("Resource requests and limits.") @Nullable
            ResourceRequirements resources,

            @JsonPropertyDescription("The user and the group of the container.") @Nullable
            RunnerSecurity securityContext,

            @JsonPropertyDescription(
                    "Where the container has the volumes of the pod: in /mnt, so that nothing of the image is hidden.")
            @Size(max = 50)
            @ValidationRule(
                    value = RunnerContainer.IN_MNT,
                    message =
                            "a volume of the runner's container is mounted below /mnt/, so that nothing of its image is hidden")
            @Nullable
            List<VolumeMount> volumeMounts) {
        static final String IN_MNT =
                "self.all(mount, mount.mountPath.startsWith('/mnt/') && !mount.mountPath.contains('..'))";
    }

    /** What of the runner's security context can be chosen: all else is what the strictest standard asks for. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunnerSecurity(
            @JsonPropertyDescription("The user that the runner runs as; 10001 (or the platform's) if absent.")
            @Min(1)
            @Max(2147483647)
            @Nullable
            Long runAsUser,

            @JsonPropertyDescription("The group that the runner runs as; 10001 (or the platform's) if absent.")
            @Min(0)
            @Max(2147483647)
            @Nullable
            Long runAsGroup) {}
}
