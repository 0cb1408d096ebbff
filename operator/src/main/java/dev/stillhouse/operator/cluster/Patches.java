package dev.stillhouse.operator.cluster;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;

/** Objects for server-side apply: they hold what we mean to own, and nothing else. */
public final class Patches {
    private Patches() {}

    /** Fills an empty object so that applying it writes the status of {@code original} and nothing more. */
    public static <S, R extends CustomResource<?, S>> R ofStatus(R empty, R original, S status) {
        empty.setMetadata(new ObjectMetaBuilder()
                .withName(original.getMetadata().getName())
                .withNamespace(original.getMetadata().getNamespace())
                .build());
        empty.setStatus(status);
        return empty;
    }
}
