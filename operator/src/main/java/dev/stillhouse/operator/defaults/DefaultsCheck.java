package dev.stillhouse.operator.defaults;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.ExecutionSpec;
import dev.stillhouse.report.RehearsalMode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with defaults, as the API server does of a manifest: no schema checks them before. */
final class DefaultsCheck {
    private static final ObjectMapper JSON = Serialization.jsonMapper();

    /** The parts of a DatabaseMigration's spec that can have defaults. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Parts(
            @Nullable BackupSpec backup,
            @Nullable ExecutionSpec execution,
            @Nullable RehearsalMode rehearsal) {}

    private DefaultsCheck() {}

    /** What is wrong, each with its path; nothing if all is well. */
    static List<String> problems(JsonNode fields) {
        if (fields.isMissingNode() || fields.isNull()) {
            return List.of();
        }
        if (!(fields instanceof ObjectNode)) {
            return List.of(
                    "the defaults are an object with backup, execution and rehearsal, as in the spec of a DatabaseMigration");
        }
        try {
            var parts = JSON.convertValue(fields, Parts.class);
            var problems = new ArrayList<String>();
            addUnknown("", fields, JSON.valueToTree(parts), problems);
            ValueCheck.check(fields, problems);
            return List.copyOf(problems);
        } catch (IllegalArgumentException e) {
            return List.of(words(e));
        }
    }

    /** What is not there any more when it was read was not understood. */
    private static void addUnknown(String prefix, JsonNode written, JsonNode read, List<String> problems) {
        written.properties().forEach(field -> {
            var path = prefix + field.getKey();
            var value = field.getValue();
            if (read.has(field.getKey())) {
                // A word that no version knows is read as the strictest that there is, or as unknown.
                if (value.isTextual()
                        && !value.asText().equals(read.get(field.getKey()).asText())) {
                    problems.add(path + ": there is no such value as " + value.asText());
                }
                addUnknown(path + ".", value, read.get(field.getKey()), problems);
            } else if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                problems.add(path + ": there is no such field; see kubectl explain dbm.spec"
                        + (prefix.isEmpty() ? "" : "." + prefix.substring(0, prefix.length() - 1)));
            }
        });
    }

    private static String words(IllegalArgumentException e) {
        if (e.getCause() instanceof JsonMappingException cause) {
            var path = cause.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .map(String::valueOf)
                    .collect(Collectors.joining("."));
            return path + ": " + cause.getOriginalMessage();
        }
        return String.valueOf(e.getMessage());
    }
}
