package dev.stillhouse.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed manifests are what the Java types say. After a change of a type write them anew with
 * {@code mvn test -pl crds -Dcrds.update=true}.
 */
class CrdDriftTest {
    static Iterable<Class<? extends CustomResource<?, ?>>> types() {
        return CrdManifests.TYPES;
    }

    @ParameterizedTest
    @MethodSource("types")
    void committed_manifest_is_the_generated_one(Class<? extends CustomResource<?, ?>> type) throws IOException {
        var file = Path.of("manifests", CustomResource.getCRDName(type) + ".yaml");
        var generated = CrdManifests.yaml(type);
        if (Boolean.getBoolean("crds.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(file).content().isEqualTo(generated);
    }
}
