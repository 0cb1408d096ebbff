package dev.stillhouse.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillhouse.report.Constants;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.stream.Stream;

/** Which values an enum may have in the API server: all in a status, in a spec those that this version can be asked for. */
final class OpenValues {
    private OpenValues() {}

    /** An operator that is newer than the definitions writes values that they do not know, and must not be refused. */
    static void open(JSONSchemaProps status) {
        status.setEnum(null);
        parts(status).forEach(OpenValues::open);
    }

    /** Nobody can ask for what is not known. */
    static void closeUnknown(JSONSchemaProps spec) {
        if (spec.getEnum() != null) {
            spec.setEnum(spec.getEnum().stream()
                    .filter(value -> !Constants.UNKNOWN.equals(value.asText()))
                    .<JsonNode>map(value -> value)
                    .toList());
        }
        parts(spec).forEach(OpenValues::closeUnknown);
    }

    private static Stream<JSONSchemaProps> parts(JSONSchemaProps schema) {
        return Stream.concat(
                schema.getProperties() == null ? Stream.empty() : schema.getProperties().values().stream(),
                schema.getItems() == null
                        ? Stream.empty()
                        : Stream.of(schema.getItems().getSchema()));
    }
}
