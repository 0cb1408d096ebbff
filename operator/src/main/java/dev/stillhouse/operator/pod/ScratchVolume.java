package dev.stillhouse.operator.pod;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The runner's volume for what is needed only for a while: a copy of the database, and the files of a backup.
 *
 * @param wanted as the manifest says
 */
public record ScratchVolume(BackupSpec.@Nullable Scratch wanted) {
    private static final String NAME = "scratch";
    /** Where the runner finds it. */
    public static final String PATH = "/scratch";

    public VolumeMount mount() {
        return Mounts.mount(NAME, PATH);
    }

    /** How much it may hold. */
    public EnvVar environment(Space space) {
        var bytes = size(space).getNumericalAmount().longValue();
        return new EnvVar("STILLHOUSE_SCRATCH_BYTES", Long.toString(bytes), null);
    }

    private Quantity size(Space space) {
        return wanted == null || wanted.size() == null ? space.scratch() : wanted.size();
    }

    public Volume volume(Space space) {
        var size = size(space);
        var storageClass = wanted == null ? null : wanted.storageClassName();
        var volume = new VolumeBuilder().withName(NAME);
        if (storageClass == null) {
            return volume.withNewEmptyDir().withSizeLimit(size).endEmptyDir().build();
        }
        return volume.withNewEphemeral()
                .withNewVolumeClaimTemplate()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withNewResources()
                .withRequests(Map.of("storage", size))
                .endResources()
                .endSpec()
                .endVolumeClaimTemplate()
                .endEphemeral()
                .build();
    }
}
