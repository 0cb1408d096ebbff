package dev.stillhouse.operator.run;

import static java.util.Objects.requireNonNull;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.Pods;
import dev.stillhouse.operator.pod.RunnerSettings;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the pod of a run. A project in an image: {@code project} runs the bridge in the user's image, and {@code runner}
 * brings it there and leads. A project in a ConfigMap: {@code runner} alone.
 */
final class PodFactory {
    private PodFactory() {}

    static PodTemplateSpec create(RunOrder order, RunnerSettings settings, Map<String, String> ownLabels) {
        var extra = Pods.orNone(order.run().getSpec().execution().podTemplate());
        return Pods.create(extra, ownLabels, containers(order, settings, extra), volumes(order.run()), order.volumes());
    }

    /** Both at once; the kubelet starts the second a tenth of a second later, and the runner takes longer to be ready. */
    private static List<Container> containers(RunOrder order, RunnerSettings settings, PodTemplate extra) {
        var runner = RunnerContainer.create(order, settings, extra);
        return Placement.of(order.run()) == Placement.IMAGE
                ? List.of(runner, ProjectContainer.create(order.run(), extra))
                : List.of(runner);
    }

    private static List<Volume> volumes(MigrationRun run) {
        var volumes = new ArrayList<Volume>();
        volumes.add(Mounts.emptyDir(Mounts.RUNNER_TMP));
        switch (Placement.of(run)) {
            case IMAGE -> {
                volumes.add(Mounts.emptyDir(Mounts.PROJECT_TMP));
                volumes.add(Mounts.emptyDir(Mounts.SHARED));
            }
            case CONFIG_MAP ->
                volumes.add(project(requireNonNull(run.getSpec().project().configMap())));
            case NONE -> {}
        }
        return volumes;
    }

    private static Volume project(ProjectSpec.ConfigMapProject configMap) {
        return new VolumeBuilder()
                .withName(Mounts.PROJECT)
                .withConfigMap(new ConfigMapVolumeSourceBuilder()
                        .withName(configMap.name())
                        .withItems(Optional.ofNullable(configMap.items()).orElse(List.of()))
                        .build())
                .build();
    }
}
