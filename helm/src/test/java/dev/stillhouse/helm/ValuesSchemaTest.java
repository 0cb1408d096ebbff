package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesSchemaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas | two | integer",
                "replicas | -1 | 0",
                "image.pullPolicy | Sometimes | IfNotPresent",
                "image.digest | latest | sha256",
                "runner.resources.limits.memory | plenty | [0-9]+",
                "metrics.serviceMonitor.enabled | maybe | boolean",
                "runner.resources.limits.cpu | 1 | cpu",
                "defaults.rehearsal | Sometimes | Schema",
                "imge.tag | 1 | imge",
            })
    void wrong_value_is_refused_with_its_name_and_what_is_wrong(String value, String wrong, String hint) {
        var name = value.substring(value.lastIndexOf('.') + 1);
        assertThatThrownBy(() -> Chart.render(values -> values.set(value, wrong)))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(value.startsWith("imge") ? "imge" : name)
                .hasMessageContaining(hint);
    }

    @Test
    void value_for_all_charts_of_a_parent_is_taken() {
        assertThat(Chart.render(values -> values.set("global.region", "north")).resources())
                .isNotEmpty();
    }

    @Test
    void each_value_is_in_the_schema_and_each_property_has_a_default() throws IOException {
        var values = Values.read();
        values.forEachProperty((path, property) -> {
            if (!path.equals("global")) {
                assertThat(values.defaultOf(path).isMissingNode())
                        .as("%s has a default in values.yaml", path)
                        .isFalse();
            }
        });
        assertKnown(values.defaults(), values.schema(), "");
    }

    @Test
    void schema_is_strict_and_says_what_each_value_means() throws IOException {
        var values = Values.read();
        assertThat(values.schema().path("additionalProperties").booleanValue()).isFalse();
        values.forEachProperty((path, property) -> {
            assertThat(property.path("description").asText())
                    .as("description of %s", path)
                    .endsWith(".");
            if (Values.isGroup(property)) {
                assertThat(property.path("additionalProperties").booleanValue())
                        .as("%s takes anything", path)
                        .isFalse();
            }
        });
    }

    private static void assertKnown(JsonNode defaults, JsonNode group, String prefix) {
        defaults.properties().forEach(value -> {
            var property = group.path("properties").path(value.getKey());
            var path = prefix + value.getKey();
            assertThat(property.isMissingNode())
                    .as("%s is not in the schema", path)
                    .isFalse();
            if (Values.isGroup(property)) {
                assertKnown(value.getValue(), property, path + ".");
            }
        });
    }
}
