package dev.stillhouse.operator.pod;

import dev.stillhouse.api.v1alpha1.TlsSpec;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** Files for TLS out of a Secret or a ConfigMap: the volume, and where the containers have it. */
record DatabaseFiles(Volume volume, String path) {
    private static final String CA_PATH = "/etc/stillhouse/database-ca";
    private static final String CERTIFICATE_PATH = "/etc/stillhouse/database-certificate";
    private static final String CA = "ca.crt";
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";

    static final String CA_FILE = CA_PATH + "/" + CA;
    static final String CERTIFICATE_FILE = CERTIFICATE_PATH + "/" + CERTIFICATE;
    static final String KEY_FILE = CERTIFICATE_PATH + "/" + KEY;

    /**
     * Root's, for its group to read, which the kubelet makes that of the pod: PostgreSQL's library takes a key that is root's
     * with that or less, and refuses one that others may read, as they may with Kubernetes' default.
     */
    private static final int MODE = 0440;

    static DatabaseFiles of(TlsSpec.Ca ca) {
        var volume = new VolumeBuilder().withName("database-ca");
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
        return new DatabaseFiles(volume.build(), CA_PATH);
    }

    static DatabaseFiles of(TlsSpec.ClientCertificate certificate) {
        return new DatabaseFiles(
                new VolumeBuilder()
                        .withName("database-certificate")
                        .withNewSecret()
                        .withSecretName(certificate.secretName())
                        .withDefaultMode(MODE)
                        .withItems(
                                new KeyToPath(certificate.certKeyOrDefault(), null, CERTIFICATE),
                                new KeyToPath(certificate.keyKeyOrDefault(), null, KEY))
                        .endSecret()
                        .build(),
                CERTIFICATE_PATH);
    }

    VolumeMount mount() {
        return new VolumeMountBuilder()
                .withName(volume.getName())
                .withMountPath(path)
                .withReadOnly(true)
                .build();
    }
}
