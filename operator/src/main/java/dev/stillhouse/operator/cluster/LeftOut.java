package dev.stillhouse.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which fields of what was sent the API server has not kept, as a definition does not know them. */
final class LeftOut {
    private LeftOut() {}

    /** Their paths, in order, without the elements of lists that they were found in. */
    static Set<String> of(Object sent, @Nullable Object kept) {
        var missing = new TreeSet<String>();
        compare(
                "",
                Serialization.jsonMapper().valueToTree(sent),
                Serialization.jsonMapper().valueToTree(kept),
                missing);
        return missing;
    }

    private static void compare(String path, JsonNode sent, JsonNode kept, Set<String> missing) {
        sent.properties().forEach(field -> {
            var inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (kept.has(field.getKey())) {
                compare(inner, field.getValue(), kept.get(field.getKey()), missing);
            } else {
                missing.add(inner);
            }
        });
        for (var i = 0; sent.isArray() && i < sent.size() && kept.has(i); i++) {
            compare(path, sent.get(i), kept.get(i), missing);
        }
    }
}
