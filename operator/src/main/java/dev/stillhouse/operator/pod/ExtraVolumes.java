package dev.stillhouse.operator.pod;

import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.api.v1alpha1.PodVolume;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The volumes that a manifest adds, and where each container has them. */
public final class ExtraVolumes {
    private ExtraVolumes() {}

    static List<Volume> of(PodTemplate template) {
        return orNone(template.volumes()).stream().map(ExtraVolumes::volume).toList();
    }

    public static List<VolumeMount> ofRunner(PodTemplate template) {
        return Optional.ofNullable(template.runner())
                .map(runner -> orNone(runner.volumeMounts()))
                .orElse(List.of());
    }

    public static List<VolumeMount> ofProject(PodTemplate template) {
        return Optional.ofNullable(template.project())
                .map(project -> orNone(project.volumeMounts()))
                .orElse(List.of());
    }

    private static Volume volume(PodVolume volume) {
        return new VolumeBuilder()
                .withName(volume.name())
                .withConfigMap(volume.configMap())
                .withSecret(volume.secret())
                .withEmptyDir(volume.emptyDir())
                .withPersistentVolumeClaim(volume.persistentVolumeClaim())
                .withCsi(volume.csi())
                .build();
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
