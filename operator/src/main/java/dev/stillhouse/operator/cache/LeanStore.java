package dev.stillhouse.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer keeps, without what nobody reads, and once for all informers that see it: each controller has informers
 * of its own, and three of them see every MigrationRun. The Operator SDK makes one for each of them by this class.
 */
public class LeanStore<R extends HasMetadata> implements ItemStore<R> {
    /** How many resources to ask for at once: an informer that starts would read all of them in one answer otherwise. */
    public static final long PAGE = 500;

    private static final SharedResources SHARED = new SharedResources();

    private final Map<String, R> items = new ConcurrentHashMap<>();

    @Override
    public String getKey(R resource) {
        return Cache.metaNamespaceKeyFunc(resource);
    }

    @Override
    public @Nullable R put(String key, R resource) {
        // It has just been read from the server and is nobody else's yet.
        return items.put(key, SHARED.one(Lean.metadata(resource)));
    }

    @Override
    public @Nullable R remove(String key) {
        var gone = items.remove(key);
        if (gone != null) {
            SHARED.forget(gone);
        }
        return gone;
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet().stream();
    }

    @Override
    public Stream<R> values() {
        return items.values().stream();
    }

    @Override
    public @Nullable R get(String key) {
        return items.get(key);
    }

    @Override
    public int size() {
        return items.size();
    }
}
