package dev.stillhouse.operator.pod;

import dev.stillhouse.api.v1alpha1.PodTemplate;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each pod of ours is like, with what the user's template adds. */
public final class Pods {
    /** The runner's time to cancel what is under way, read the database and report, after SIGTERM. */
    private static final long GRACE_SECONDS = 20;

    /** Whose log {@code kubectl logs} shows if none is named, and that nobody moves the pod without need. */
    private static final Map<String, String> ANNOTATIONS = Map.of(
            "kubectl.kubernetes.io/default-container", Containers.RUNNER,
            "karpenter.sh/do-not-disrupt", "true",
            "cluster-autoscaler.kubernetes.io/safe-to-evict", "false");

    private Pods() {}

    /** The template itself, or one that adds nothing. */
    public static PodTemplate orNone(@Nullable PodTemplate template) {
        return template == null ? PodTemplate.NONE : template;
    }

    /** A pod of these containers and volumes. */
    public static PodTemplateSpec create(
            PodTemplate extra,
            Map<String, String> ownLabels,
            List<Container> containers,
            List<Volume> volumes,
            Optional<BackupVolumes> backups,
            RunnerSettings settings) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(merged(extra.labels(), ownLabels))
                .withAnnotations(merged(ANNOTATIONS, extra.annotations()))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(
                        Objects.requireNonNullElse(extra.terminationGracePeriodSeconds(), GRACE_SECONDS))
                .withServiceAccountName(extra.serviceAccountName())
                .withPriorityClassName(extra.priorityClassName())
                .withRuntimeClassName(extra.runtimeClassName())
                .withSchedulerName(extra.schedulerName())
                .withNodeSelector(extra.nodeSelector())
                .withAffinity(extra.affinity())
                .withTopologySpreadConstraints(orEmpty(extra.topologySpreadConstraints()))
                .withTolerations(orEmpty(extra.tolerations()))
                .withHostAliases(orEmpty(extra.hostAliases()))
                .withDnsPolicy(
                        Optional.ofNullable(extra.dnsPolicy()).map(Enum::name).orElse(null))
                .withDnsConfig(extra.dnsConfig())
                .withImagePullSecrets(orEmpty(extra.imagePullSecrets()))
                .withSecurityContext(settings.security()
                        .pod(backups.filter(BackupVolumes::hasClaim).isPresent()))
                .withContainers(containers)
                .withVolumes(volumes)
                .addAllToVolumes(backups.map(BackupVolumes::volumes).orElse(List.of()))
                .addAllToVolumes(ExtraVolumes.of(extra))
                .endSpec()
                .build();
    }

    /** Labels or annotations, where those that come last win. */
    public static Map<String, String> merged(
            @Nullable Map<String, String> some, @Nullable Map<String, String> winning) {
        var merged = new HashMap<>(orEmpty(some));
        merged.putAll(orEmpty(winning));
        return merged;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
