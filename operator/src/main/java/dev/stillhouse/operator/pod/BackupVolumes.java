package dev.stillhouse.operator.pod;

import dev.stillhouse.api.v1alpha1.StorageSpec;
import dev.stillhouse.api.v1alpha1.StorageSpec.CaBundle;
import dev.stillhouse.api.v1alpha1.StorageSpec.FileKey;
import dev.stillhouse.api.v1alpha1.StorageSpec.S3;
import dev.stillhouse.report.BackupStorage;
import dev.stillhouse.report.StorageVariables;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The place for backups, as the runner's container gets at it: volumes, credentials, and what the runner is told. */
public record BackupVolumes(StorageSpec storage) {
    private static final String CLAIM = "backups";
    private static final String CLAIM_PATH = "/backups";
    private static final String CA = "backup-ca";
    private static final String CA_PATH = "/etc/stillhouse/backup-ca";
    private static final String CA_FILE = "ca.pem";

    /** Whether a volume outlives the pod. */
    public boolean hasClaim() {
        return storage.persistentVolumeClaim() != null;
    }

    List<Volume> volumes() {
        var volumes = new ArrayList<Volume>();
        var claim = storage.persistentVolumeClaim();
        if (claim != null) {
            volumes.add(new VolumeBuilder()
                    .withName(CLAIM)
                    .withNewPersistentVolumeClaim(claim.claimName(), false)
                    .build());
        }
        caBundle().map(BackupVolumes::caVolume).ifPresent(volumes::add);
        return volumes;
    }

    public List<VolumeMount> mounts() {
        var mounts = new ArrayList<VolumeMount>();
        if (hasClaim()) {
            mounts.add(Mounts.mount(CLAIM, CLAIM_PATH));
        }
        caBundle()
                .map(bundle -> new VolumeMountBuilder()
                        .withName(CA)
                        .withMountPath(CA_PATH)
                        .withReadOnly(true)
                        .build())
                .ifPresent(mounts::add);
        return mounts;
    }

    /** The credentials of a bucket; the kubelet reads the Secret. */
    public List<EnvVar> environment() {
        return s3().map(S3::credentialsSecret)
                .map(secret -> {
                    var variables = new ArrayList<EnvVar>();
                    variables.add(fromSecret(
                            StorageVariables.ACCESS_KEY_ID, secret.name(), secret.accessKeyIdKeyOrDefault()));
                    variables.add(fromSecret(
                            StorageVariables.SECRET_ACCESS_KEY, secret.name(), secret.secretAccessKeyKeyOrDefault()));
                    if (secret.sessionTokenKey() != null) {
                        variables.add(
                                fromSecret(StorageVariables.SESSION_TOKEN, secret.name(), secret.sessionTokenKey()));
                    }
                    return List.copyOf(variables);
                })
                .orElse(List.of());
    }

    /** The place as the runner sees it. */
    public BackupStorage asSeenInPod() {
        return new BackupStorage(
                Optional.ofNullable(storage.persistentVolumeClaim())
                        .map(claim -> folder(claim.path()))
                        .orElse(null),
                s3().map(BackupVolumes::bucket).orElse(null),
                ScratchVolume.PATH);
    }

    private static String folder(@Nullable String path) {
        return path == null || path.isEmpty() ? CLAIM_PATH : CLAIM_PATH + "/" + path;
    }

    private static BackupStorage.Bucket bucket(S3 s3) {
        return new BackupStorage.Bucket(
                s3.bucket(),
                Objects.requireNonNullElse(s3.prefix(), ""),
                s3.endpoint(),
                s3.region(),
                Boolean.TRUE.equals(s3.pathStyle()),
                s3.caBundle() == null ? null : CA_PATH + "/" + CA_FILE,
                s3.serverSideEncryption(),
                s3.kmsKeyId());
    }

    private Optional<S3> s3() {
        return Optional.ofNullable(storage.s3());
    }

    private Optional<CaBundle> caBundle() {
        return s3().map(S3::caBundle);
    }

    private static Volume caVolume(CaBundle bundle) {
        var volume = new VolumeBuilder().withName(CA);
        var secret = bundle.secret();
        return secret == null
                ? volume.withNewConfigMap()
                        .withName(Optional.ofNullable(bundle.configMap())
                                .map(FileKey::name)
                                .orElse(null))
                        .withItems(Optional.ofNullable(bundle.configMap()).map(BackupVolumes::file).stream()
                                .toList())
                        .endConfigMap()
                        .build()
                : volume.withNewSecret()
                        .withSecretName(secret.name())
                        .withItems(file(secret))
                        .endSecret()
                        .build();
    }

    private static KeyToPath file(FileKey key) {
        return new KeyToPath(key.key(), null, CA_FILE);
    }

    private static EnvVar fromSecret(String variable, String secret, String key) {
        return new EnvVarBuilder()
                .withName(variable)
                .withNewValueFrom()
                .withNewSecretKeyRef(key, secret, false)
                .endValueFrom()
                .build();
    }
}
