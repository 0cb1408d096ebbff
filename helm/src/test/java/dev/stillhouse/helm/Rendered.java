package dev.stillhouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;

/** The resources that a chart renders to. */
record Rendered(List<HasMetadata> resources) {
    static Rendered of(String manifests) {
        return new Rendered(Arrays.stream(manifests.split("(?m)^---$"))
                .filter(Rendered::isResource)
                .map(document -> Serialization.<HasMetadata>unmarshal(document))
                .toList());
    }

    /** A document may hold nothing but Helm's comment on where it comes from. */
    private static boolean isResource(String document) {
        return document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"));
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T only(Class<T> type) {
        assertThat(all(type)).hasSize(1);
        return all(type).getFirst();
    }

    /** The only one of a kind that the types here do not know. */
    GenericKubernetesResource custom(String kind) {
        var found = all(GenericKubernetesResource.class).stream()
                .filter(resource -> resource.getKind().equals(kind))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.getFirst();
    }

    <T extends HasMetadata> T named(Class<T> type, String name) {
        return all(type).stream()
                .filter(resource -> resource.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }
}
