package dev.stillhouse.e2e;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** Makes ConfigMaps as {@code kubectl create configmap NAME --from-file=FOLDER} does. */
final class ConfigMaps {
    private ConfigMaps() {}

    static void ofFolder(KubernetesClient client, String name, String folder) {
        var data = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(Path.of(folder), Files::isRegularFile)) {
            for (var file : files) {
                data.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(Migration.NAMESPACE)
                        .endMetadata()
                        .withData(data)
                        .build())
                .serverSideApply();
    }
}
