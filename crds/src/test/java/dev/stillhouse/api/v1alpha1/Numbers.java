package dev.stillhouse.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps out of the API what our types could not read. One object that cannot be read is enough to keep the operator from
 * listing its kind, and so from working for anybody.
 */
final class Numbers {
    /** As in the CustomResourceDefinitions of others that hold quantities. */
    static final String QUANTITY =
            "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

    /** The fields that are a {@code long} in Java. */
    private static final Set<String> LONG = Set.of(
            "observedGeneration",
            "millis",
            "sizeBytes",
            "rows",
            "runAsUser",
            "runAsGroup",
            "tolerationSeconds",
            "terminationGracePeriodSeconds");

    private Numbers() {}

    /** The generator leaves integers without a format, and quantities without a pattern. */
    static void complete(String name, JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            schema.setPattern(QUANTITY);
        } else if ("integer".equals(schema.getType())) {
            schema.setFormat(LONG.contains(name) ? "int64" : "int32");
        }
        descend(schema, child -> complete(name, child));
        if (schema.getProperties() != null) {
            schema.getProperties().forEach(Numbers::complete);
        }
    }

    private static void descend(JSONSchemaProps schema, Consumer<JSONSchemaProps> into) {
        if (schema.getItems() != null) {
            into.accept(schema.getItems().getSchema());
        }
        if (schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null) {
            into.accept(schema.getAdditionalProperties().getSchema());
        }
    }
}
