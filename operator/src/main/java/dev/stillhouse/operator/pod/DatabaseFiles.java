package dev.stillhouse.operator.pod;

import dev.stillhouse.api.v1alpha1.TlsSpec;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** Files for TLS out of a Secret or a ConfigMap: the volume, and where the containers have it. */
public record DatabaseFiles(Volume volume, String path) {
    private static final String CA = "ca.crt";
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";

    /** Which server the files are for. */
    public enum Owner {
        /** That of the database. */
        DATABASE("database"),
        /** That on which copies are made. */
        COPIES("copies");

        private final String word;

        Owner(String word) {
            this.word = word;
        }

        private String ca() {
            return word + "-ca";
        }

        private String certificate() {
            return word + "-certificate";
        }

        private static String path(String volume) {
            return "/etc/stillhouse/" + volume;
        }

        String caFile() {
            return path(ca()) + "/" + CA;
        }

        String certificateFile() {
            return path(certificate()) + "/" + CERTIFICATE;
        }

        String keyFile() {
            return path(certificate()) + "/" + KEY;
        }
    }

    /**
     * Root's, for its group to read, which the kubelet makes that of the pod: PostgreSQL's library takes a key that is root's
     * with that or less, and refuses one that others may read, as they may with Kubernetes' default.
     */
    private static final int MODE = 0440;

    static DatabaseFiles of(Owner owner, TlsSpec.Ca ca) {
        var volume = new VolumeBuilder().withName(owner.ca());
        var secret = ca.secretKeyRef();
        var configMap = ca.configMapKeyRef();
        if (secret != null) {
            volume.withNewSecret()
                    .withSecretName(secret.name())
                    .withItems(new KeyToPath(secret.key(), null, CA))
                    .endSecret();
        } else if (configMap != null) {
            volume.withNewConfigMap()
                    .withName(configMap.name())
                    .withItems(new KeyToPath(configMap.key(), null, CA))
                    .endConfigMap();
        }
        return new DatabaseFiles(volume.build(), Owner.path(owner.ca()));
    }

    static DatabaseFiles of(Owner owner, TlsSpec.ClientCertificate certificate) {
        return new DatabaseFiles(
                new VolumeBuilder()
                        .withName(owner.certificate())
                        .withNewSecret()
                        .withSecretName(certificate.secretName())
                        .withDefaultMode(MODE)
                        .withItems(
                                new KeyToPath(certificate.certKeyOrDefault(), null, CERTIFICATE),
                                new KeyToPath(certificate.keyKeyOrDefault(), null, KEY))
                        .endSecret()
                        .build(),
                Owner.path(owner.certificate()));
    }

    VolumeMount mount() {
        return new VolumeMountBuilder()
                .withName(volume.getName())
                .withMountPath(path)
                .withReadOnly(true)
                .build();
    }
}
