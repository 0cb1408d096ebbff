package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/**
 * Writes that mean one object, and not another one that was created under its name since it was seen. The API server
 * refuses them then (409), and the next look finds what is there.
 */
public final class VeryObject {
    private VeryObject() {}

    /** Deletes it as it was seen: one that has changed since is not deleted either. Returns whether it was there. */
    public static boolean delete(KubernetesClient client, HasMetadata seen) {
        return !client.resource(seen)
                .lockResourceVersion(seen.getMetadata().getResourceVersion())
                .delete()
                .isEmpty();
    }

    public static void annotate(KubernetesClient client, HasMetadata seen, String key, String value) {
        client.resource(seen)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(Map.of(
                                "metadata",
                                Map.of("uid", seen.getMetadata().getUid(), "annotations", Map.of(key, value)))));
    }
}
