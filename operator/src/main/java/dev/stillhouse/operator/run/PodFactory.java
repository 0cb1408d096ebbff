package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pod of a run. A project in an image: the init container {@code bridge} brings the bridge, the native sidecar
 * {@code project} runs it in the user's image, and {@code runner} leads. A project in a ConfigMap: {@code runner} alone.
 */
final class PodFactory {
    /** The runner's time to cancel what is under way, read the database and report, after SIGTERM. */
    private static final long GRACE_SECONDS = 20;

    private static final PodTemplate NO_TEMPLATE =
            new PodTemplate(null, null, null, null, null, null, null, null, null);

    private PodFactory() {}

    static PodTemplateSpec create(MigrationRun run, RunnerSettings settings, Map<String, String> ownLabels) {
        var template = run.getSpec().execution().podTemplate();
        var extra = template == null ? NO_TEMPLATE : template;
        var labels = new HashMap<>(orEmpty(extra.labels()));
        labels.putAll(ownLabels);
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(extra.annotations())
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
                .withSecurityContext(Security.pod())
                .withInitContainers(initContainers(run, settings, extra))
                .withContainers(RunnerContainers.runner(run, settings, extra))
                .withVolumes(volumes(run))
                .endSpec()
                .build();
    }

    private static List<Container> initContainers(MigrationRun run, RunnerSettings settings, PodTemplate extra) {
        return run.getSpec().project().image() == null
                ? List.of()
                : List.of(RunnerContainers.bridge(settings), ProjectContainer.create(run, extra));
    }

    private static List<Volume> volumes(MigrationRun run) {
        var volumes = new ArrayList<Volume>();
        volumes.add(Mounts.emptyDir(Mounts.RUNNER_TMP));
        var configMap = run.getSpec().project().configMap();
        if (configMap == null) {
            volumes.add(Mounts.emptyDir(Mounts.PROJECT_TMP));
            volumes.add(Mounts.emptyDir(Mounts.SHARED));
        } else {
            volumes.add(new VolumeBuilder()
                    .withName(Mounts.PROJECT)
                    .withConfigMap(new ConfigMapVolumeSourceBuilder()
                            .withName(configMap.name())
                            .withItems(orEmpty(configMap.items()))
                            .build())
                    .build());
        }
        return volumes;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
