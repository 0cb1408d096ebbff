package dev.stillhouse.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrdSchemaTest {
    static Iterable<Class<? extends CustomResource<?, ?>>> types() {
        return CrdManifests.TYPES;
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_field_is_described(Class<? extends CustomResource<?, ?>> type) {
        var undescribed = new ArrayList<String>();
        collect("", schema(type), undescribed);
        assertThat(undescribed).isEmpty();
    }

    @Test
    void columns_come_in_reading_order() {
        var columns = CrdManifests.definition(DatabaseMigration.class)
                .getSpec()
                .getVersions()
                .getFirst()
                .getAdditionalPrinterColumns();
        assertThat(columns)
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactly("Revision", "Target", "Pending", "Ready", "Reason", "Age", "Message");
    }

    /** What the API server lets in and Java cannot read would keep the operator from listing its kind. */
    @ParameterizedTest
    @MethodSource("types")
    void no_number_is_let_in_that_java_cannot_read(Class<? extends CustomResource<?, ?>> type) {
        var lines =
                Serialization.asYaml(schema(type)).lines().map(String::strip).toList();
        assertThat(count(lines, "format: \"int")).isEqualTo(count(lines, "type: \"integer\""));
        assertThat(count(lines, "pattern: \"^(\\\\+|-)?")).isEqualTo(count(lines, "x-kubernetes-int-or-string"));
    }

    /** The API server writes it into the manifest, where it would hide the default that the chart has for all runs. */
    @Test
    void what_the_chart_can_have_defaults_for_has_none_in_the_schema() {
        var spec = schema(DatabaseMigration.class).getProperties().get("spec").getProperties();
        for (var part : List.of("backup", "execution", "rehearsal")) {
            assertThat(Serialization.asYaml(spec.get(part)).lines().map(String::strip))
                    .noneMatch(line -> line.startsWith("default:"));
        }
    }

    private static long count(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).count();
    }

    private static JSONSchemaProps schema(Class<? extends CustomResource<?, ?>> type) {
        return CrdManifests.definition(type)
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema();
    }

    private static void collect(String path, JSONSchemaProps schema, List<String> undescribed) {
        if (schema.getDescription() == null) {
            undescribed.add(path);
        }
        var object = schema.getItems() == null ? schema : schema.getItems().getSchema();
        if (object.getProperties() != null) {
            object.getProperties().forEach((name, child) -> collect(path + "." + name, child, undescribed));
        }
    }
}
