package dev.stillhouse.operator.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Lays what a manifest says over defaults: objects field by field, lists and values whole. */
final class Overlay {
    /** Objects of which half makes no sense: a claim of the one and a bucket of the other, half of a scheduler's rule. */
    private static final Set<String> WHOLE = Set.of("backup.storage", "execution.podTemplate.affinity");

    private Overlay() {}

    static JsonNode of(JsonNode defaults, JsonNode said) {
        return merge("", defaults, said);
    }

    private static JsonNode merge(String path, JsonNode defaults, JsonNode said) {
        if (!(defaults instanceof ObjectNode base) || !(said instanceof ObjectNode over) || WHOLE.contains(path)) {
            return said;
        }
        var merged = base.deepCopy();
        over.properties().forEach(field -> {
            var name = field.getKey();
            var fallback = base.get(name);
            var value = field.getValue();
            merged.set(
                    name, fallback == null ? value : merge(path.isEmpty() ? name : path + "." + name, fallback, value));
        });
        return merged;
    }
}
