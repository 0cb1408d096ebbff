package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manifest that NOTES.txt shows is one that the CRD takes. */
class ExampleTest {
    private static final Path FILES = Chart.FOLDER.resolve("files");

    @Test
    void manifest_has_the_fields_of_the_api() throws IOException {
        var crd = yaml(FILES.resolve("crds").resolve("databasemigrations.stillhouse.dev.yaml"));
        var example = yaml(FILES.resolve("examples").resolve("databasemigration.yaml"));
        var version = crd.at("/spec/versions/0");

        assertThat(example.path("kind")).isEqualTo(crd.at("/spec/names/kind"));
        assertThat(example.path("apiVersion").textValue())
                .isEqualTo(crd.at("/spec/group").textValue() + "/"
                        + version.path("name").textValue());
        check(example.path("spec"), version.at("/schema/openAPIV3Schema/properties/spec"), "spec");
    }

    private static void check(JsonNode value, JsonNode schema, String path) {
        schema.path("required")
                .forEach(required -> assertThat(value.has(required.textValue()))
                        .as("%s.%s is required", path, required.textValue())
                        .isTrue());
        value.properties().forEach(field -> {
            var inSchema = schema.path("properties").path(field.getKey());
            assertThat(inSchema.isMissingNode())
                    .as("%s.%s is unknown", path, field.getKey())
                    .isFalse();
            check(field.getValue(), inSchema, path + "." + field.getKey());
        });
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }
}
