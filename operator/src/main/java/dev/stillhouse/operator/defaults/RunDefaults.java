package dev.stillhouse.operator.defaults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationSpec;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * What runs take where their DatabaseMigration says nothing: {@code backup}, {@code execution} and {@code rehearsal}, in
 * the words of a manifest. They are merged as JSON, so that a new field of the API needs nothing here.
 */
public final class RunDefaults {
    private static final ObjectMapper JSON = Serialization.jsonMapper();

    /** No defaults but the operator's own. */
    public static final RunDefaults NONE = new RunDefaults(JSON.createObjectNode());

    private final JsonNode fields;

    private RunDefaults(JsonNode fields) {
        this.fields = fields;
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with all that is wrong, where, and what to write instead
     */
    public static RunDefaults parse(String yaml) {
        try {
            var fields = Serialization.yamlMapper().readTree(yaml);
            var problems = DefaultsCheck.problems(fields);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return fields instanceof ObjectNode ? new RunDefaults(fields) : NONE;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not YAML: " + e.getOriginalMessage(), e);
        }
    }

    /** A DatabaseMigration as if it had said itself what the defaults say; what it does say wins. */
    public DatabaseMigration applyTo(DatabaseMigration migration) {
        if (fields.isEmpty()) {
            return migration;
        }
        var effective = new DatabaseMigration();
        effective.setMetadata(migration.getMetadata());
        effective.setSpec(applyTo(migration.getSpec()));
        effective.setStatus(migration.getStatus());
        return effective;
    }

    private DatabaseMigrationSpec applyTo(DatabaseMigrationSpec spec) {
        return JSON.convertValue(Overlay.of(fields, JSON.valueToTree(spec)), DatabaseMigrationSpec.class);
    }
}
