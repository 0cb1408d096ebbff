package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import dev.stillhouse.operator.pod.DatabaseAccess;
import dev.stillhouse.operator.pod.Mounts;
import dev.stillhouse.operator.pod.Pods;
import dev.stillhouse.operator.pod.RunnerSettings;
import dev.stillhouse.operator.pod.Space;
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
 * Makes the pod of a run: {@code project} runs the bridge, {@code runner} brings it there and leads. What needs no project
 * is done by {@code runner} alone.
 */
final class PodFactory {
    private PodFactory() {}

    static PodTemplateSpec create(RunOrder order, RunnerSettings settings, Map<String, String> ownLabels) {
        var extra = Pods.orNone(order.run().getSpec().execution().podTemplate());
        return Pods.create(
                extra,
                ownLabels,
                containers(order, settings, extra),
                volumes(order, settings.space()),
                order.volumes(),
                settings);
    }

    /** Both at once; the kubelet starts the second a tenth of a second later, and the runner takes longer to be ready. */
    private static List<Container> containers(RunOrder order, RunnerSettings settings, PodTemplate extra) {
        var runner = RunnerContainer.create(order, settings, extra);
        return ProjectContainer.isNeeded(order.run())
                ? List.of(runner, ProjectContainer.create(order.run(), extra, settings))
                : List.of(runner);
    }

    private static List<Volume> volumes(RunOrder order, Space space) {
        var run = order.run();
        var volumes = new ArrayList<Volume>();
        volumes.add(Mounts.temporary(Mounts.RUNNER_TMP, space));
        if (ProjectContainer.isNeeded(run)) {
            volumes.add(Mounts.temporary(Mounts.PROJECT_TMP, space));
            volumes.add(Mounts.sharedVolume());
            Optional.ofNullable(run.getSpec().project().configMap())
                    .map(PodFactory::project)
                    .ifPresent(volumes::add);
        }
        volumes.addAll(DatabaseAccess.of(run.getSpec().database()).volumes());
        CopyServer.another(order).ifPresent(server -> volumes.addAll(server.volumes()));
        order.scratch().map(scratch -> scratch.volume(space)).ifPresent(volumes::add);
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
