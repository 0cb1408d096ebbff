package dev.stillhouse.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.List;

/** Takes from a resource what only the API server and kubectl read. */
final class Lean {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Lean() {}

    static <R extends HasMetadata> R metadata(R resource) {
        var meta = resource.getMetadata();
        meta.setManagedFields(List.of());
        var annotations = meta.getAnnotations();
        if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
            // Emptied and not taken away: a patch that is made of the difference to a copy is to leave it alone.
            var others = new HashMap<>(annotations);
            others.put(LAST_APPLIED, "");
            meta.setAnnotations(others);
        }
        return resource;
    }
}
