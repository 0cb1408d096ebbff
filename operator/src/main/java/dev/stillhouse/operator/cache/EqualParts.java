package dev.stillhouse.operator.cache;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseSpec;
import dev.stillhouse.api.v1alpha1.ExecutionSpec;
import dev.stillhouse.api.v1alpha1.ProjectSpec;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets the runs of a DatabaseMigration, and it itself, share the parts in which they are equal: a run's spec repeats its
 * manifest, and most manifests have the same settings.
 */
final class EqualParts {
    /** Records that many resources have in common. All others differ from resource to resource. */
    private static final Set<Class<?>> COMMON = Set.of(
            DatabaseSpec.class, ProjectSpec.class, ExecutionSpec.class, BackupSpec.class, DatabaseIdentity.class);

    private final Map<Object, WeakReference<Object>> known = new WeakHashMap<>();

    /** Puts shared parts into a resource that is nobody else's yet. */
    <S, T> void share(CustomResource<S, T> resource) {
        resource.setSpec(part(resource.getSpec()));
        resource.setStatus(part(resource.getStatus()));
    }

    /** One object for all that are equal to a common record; any other record is made anew of such parts. */
    @SuppressWarnings("unchecked") // What stands for a value is equal to it, so of its class.
    private <P extends @Nullable Object> P part(P value) {
        if (!(value instanceof Record whole)) {
            return value;
        }
        return (P) (COMMON.contains(whole.getClass()) ? one(whole) : ofParts(whole));
    }

    private synchronized Object one(Record part) {
        var reference = known.get(part);
        var same = reference == null ? null : reference.get();
        if (same == null) {
            known.put(part, new WeakReference<>(part));
            return part;
        }
        return same;
    }

    private Record ofParts(Record whole) {
        var components = RecordParts.of(whole);
        return RecordParts.like(whole, Arrays.stream(components).map(this::part).toArray());
    }
}
