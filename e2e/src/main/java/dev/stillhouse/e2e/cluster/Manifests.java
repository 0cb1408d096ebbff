package dev.stillhouse.e2e.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The manifests beside the classes of this package. */
final class Manifests {

    private Manifests() {}

    /**
     * Reads one, with words in it replaced.
     *
     * @param replacements what stands for each word
     */
    static List<HasMetadata> read(KubernetesClient client, String file, Map<String, String> replacements) {
        try (var yaml = Objects.requireNonNull(Manifests.class.getResourceAsStream(file))) {
            var text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
            for (var replacement : replacements.entrySet()) {
                text = text.replace(replacement.getKey(), replacement.getValue());
            }
            return client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
