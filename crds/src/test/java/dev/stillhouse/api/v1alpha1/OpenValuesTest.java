package dev.stillhouse.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators and definitions can be of different versions, in both directions. */
class OpenValuesTest {
    static List<Class<? extends CustomResource<?, ?>>> types() {
        return CrdManifests.TYPES;
    }

    private static Map<String, JSONSchemaProps> parts(Class<? extends CustomResource<?, ?>> type) {
        return CrdManifests.definition(type)
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties();
    }

    private static Stream<JSONSchemaProps> all(JSONSchemaProps schema) {
        var properties = schema.getProperties() == null
                ? Stream.<JSONSchemaProps>empty()
                : schema.getProperties().values().stream();
        var items = schema.getItems() == null
                ? Stream.<JSONSchemaProps>empty()
                : Stream.of(schema.getItems().getSchema());
        return Stream.concat(Stream.of(schema), Stream.concat(properties, items).flatMap(OpenValuesTest::all));
    }

    /** Otherwise each write of a newer operator would be refused, and a run that has ended would stay as it was. */
    @ParameterizedTest
    @MethodSource("types")
    void a_status_takes_values_that_are_not_known_yet(Class<? extends CustomResource<?, ?>> type) {
        var written = type == MigrationRecord.class ? "spec" : "status";
        assertThat(all(parts(type).get(written)))
                .isNotEmpty()
                .allSatisfy(part -> assertThat(part.getEnum()).isNullOrEmpty());
    }

    @ParameterizedTest
    @MethodSource("types")
    void nobody_can_ask_for_what_is_not_known(Class<? extends CustomResource<?, ?>> type) {
        assertThat(all(parts(type).get("spec"))
                        .flatMap(part -> Stream.ofNullable(part.getEnum()).flatMap(List::stream))
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet()))
                .doesNotContain("Unknown", "unknown", "UNKNOWN");
    }

    @Test
    void what_people_write_is_checked() {
        assertThat(parts(DatabaseMigration.class)
                        .get("spec")
                        .getProperties()
                        .get("downgrade")
                        .getEnum())
                .hasSize(3);
    }

    /** A bare Off is a boolean to many readers of YAML. */
    @Test
    void a_word_that_may_be_a_boolean_is_quoted() {
        assertThat(CrdManifests.yaml(DatabaseMigration.class)).contains("- \"Off\"");
    }
}
