package dev.stillhouse.operator.pod;

import dev.stillhouse.api.v1alpha1.PodTemplate;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each pod of ours is like, with what the user's template adds. */
public final class Pods {
    /** The runner's time to cancel what is under way, read the database and report, after SIGTERM. */
    private static final long GRACE_SECONDS = 20;

    /** Whose log {@code kubectl logs} shows if none is named. */
    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    private static final PodTemplate NO_TEMPLATE =
            new PodTemplate(null, null, null, null, null, null, null, null, null);

    private Pods() {}

    /** The template itself, or one that adds nothing. */
    public static PodTemplate orNone(@Nullable PodTemplate template) {
        return template == null ? NO_TEMPLATE : template;
    }

    /** A pod of these containers and volumes. */
    public static PodTemplateSpec create(
            PodTemplate extra,
            Map<String, String> ownLabels,
            List<Container> containers,
            List<Volume> volumes,
            Optional<BackupVolumes> backups) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(merged(extra.labels(), ownLabels))
                .withAnnotations(merged(Map.of(DEFAULT_CONTAINER, Containers.RUNNER), extra.annotations()))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withServiceAccountName(extra.serviceAccountName())
                .withPriorityClassName(extra.priorityClassName())
                .withNodeSelector(extra.nodeSelector())
                .withTolerations(orEmpty(extra.tolerations()))
                .withImagePullSecrets(orEmpty(extra.imagePullSecrets()))
                .withSecurityContext(
                        Security.pod(backups.filter(BackupVolumes::hasClaim).isPresent()))
                .withContainers(containers)
                .withVolumes(volumes)
                .addAllToVolumes(backups.map(BackupVolumes::volumes).orElse(List.of()))
                .endSpec()
                .build();
    }

    private static Map<String, String> merged(
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
