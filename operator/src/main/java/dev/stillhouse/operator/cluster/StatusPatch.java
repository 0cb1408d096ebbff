package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/**
 * The status of one object and no other. A name is not enough: an object can be deleted and created again between the look
 * at it and the write, and what is true of the first (that an image is known which leads down, say) becomes a command in the
 * second. Kubernetes takes a wrong uid for nothing when it is applied to a status, so that it is tested in a JSON patch.
 *
 * @param original as it was seen
 */
record StatusPatch<S, R extends CustomResource<?, S>>(KubernetesClient client, R original, S status) {

    /** The object as the API server has it now. */
    R apply() {
        var patch = List.of(
                Map.of("op", "test", "path", "/metadata/uid", "value", uid(original)),
                Map.of("op", "add", "path", "/status", "value", status));
        return client.resource(original)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch));
    }

    /** Whether it was refused because the object is gone, or another one has its name: nobody is to be told. */
    boolean isTooLate(KubernetesClientException refusal) {
        if (Refusals.isAbsent(refusal)) {
            return true;
        }
        if (!Refusals.isInvalid(refusal)) {
            return false;
        }
        var now = client.resource(original).get();
        return now == null || !uid(now).equals(uid(original));
    }

    private static String uid(CustomResource<?, ?> object) {
        return object.getMetadata().getUid();
    }
}
