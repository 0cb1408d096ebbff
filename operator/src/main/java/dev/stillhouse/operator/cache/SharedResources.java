package dev.stillhouse.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest version of each resource that any store keeps: a store that is told of the same version takes this object in
 * place of its own copy. What the last store gives up is forgotten.
 */
final class SharedResources {
    /** The API server's versions are numbers, longer than a long may be. */
    private static final Comparator<String> AGE =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final EqualParts parts = new EqualParts();
    private final Map<String, HasMetadata> newest = new ConcurrentHashMap<>();

    /** The object that is to stand for a resource, which may be the resource itself. */
    @SuppressWarnings("unchecked") // A uid is that of one resource of one kind.
    <R extends HasMetadata> R one(R fresh) {
        if (fresh.getMetadata().getUid() == null) {
            return fresh;
        }
        if (fresh instanceof CustomResource<?, ?> ours) {
            parts.share(ours);
        }
        var known = newest.merge(
                uid(fresh), fresh, (before, now) -> AGE.compare(version(before), version(now)) >= 0 ? before : now);
        return known.getClass() == fresh.getClass() && version(known).equals(version(fresh)) ? (R) known : fresh;
    }

    /** A store has given it up. Others that still have it do so soon, or put a newer one here again. */
    void forget(HasMetadata gone) {
        newest.remove(uid(gone));
    }

    private static String uid(HasMetadata resource) {
        return String.valueOf(resource.getMetadata().getUid());
    }

    private static String version(HasMetadata resource) {
        return String.valueOf(resource.getMetadata().getResourceVersion());
    }
}
