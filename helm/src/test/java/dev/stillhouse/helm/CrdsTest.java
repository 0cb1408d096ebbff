package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The chart's CRDs are those of the module crds. After a change there copy them with
 * {@code mvn test -pl helm -Dcrds.update=true}.
 */
class CrdsTest {
    private static final Path GENERATED = Path.of("..", "crds", "manifests");
    private static final Path COPIED = Chart.FOLDER.resolve("files").resolve("crds");

    @Test
    void chart_has_the_generated_ones() throws IOException {
        var generated = contents(GENERATED);
        if (Boolean.getBoolean("crds.update")) {
            for (var outdated : contents(COPIED).keySet()) {
                Files.delete(COPIED.resolve(outdated));
            }
            for (var file : generated.entrySet()) {
                Files.writeString(COPIED.resolve(file.getKey()), file.getValue());
            }
        }
        assertThat(generated).isNotEmpty();
        assertThat(contents(COPIED)).isEqualTo(generated);
    }

    @Test
    void they_are_rendered_as_they_are_and_outlive_the_release() throws IOException {
        var rendered = Chart.render();
        for (var content : contents(COPIED).values()) {
            var generated = Serialization.unmarshal(content, CustomResourceDefinition.class);
            var crd = rendered.named(
                    CustomResourceDefinition.class, generated.getMetadata().getName());
            assertThat(crd.getSpec()).isEqualTo(generated.getSpec());
            assertThat(crd.getMetadata().getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
            assertThat(crd.getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "Helm");
        }
    }

    @Test
    void they_go_with_the_release_on_request() {
        assertThat(Chart.renderEverything().all(CustomResourceDefinition.class))
                .hasSize(5)
                .allSatisfy(crd ->
                        assertThat(crd.getMetadata().getAnnotations()).doesNotContainKey("helm.sh/resource-policy"));
    }

    @Test
    void they_can_be_left_to_somebody_else() {
        var rendered = Chart.render(values -> values.set("crds.install", false));
        assertThat(rendered.all(CustomResourceDefinition.class)).isEmpty();
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (var file : files) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
