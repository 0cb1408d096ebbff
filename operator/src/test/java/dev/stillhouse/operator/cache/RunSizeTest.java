package dev.stillhouse.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a finished run takes of the operator's memory. Published in docs/reference/sizing.md. */
class RunSizeTest {
    private static final int RUNS = 500;

    /** The informers that see every run: those of its own controller, of DatabaseMigrations and of backups. */
    private static final int INFORMERS = 3;

    @Test
    void lean_stores_take_a_fraction_of_what_the_client_s_own_take() {
        var own = bytesPerRun(() -> new BasicItemStore<>(Cache::metaNamespaceKeyFunc));
        var lean = bytesPerRun(LeanStore::new);
        System.out.printf("A finished run in %d informers: %,d bytes, %,d in lean stores%n", INFORMERS, own, lean);
        assertThat(lean).isLessThan(own / 6);
    }

    private static long bytesPerRun(Supplier<ItemStore<MigrationRun>> make) {
        KnownRuns.read(0);
        var before = used();
        List<ItemStore<MigrationRun>> stores =
                Stream.generate(make).limit(INFORMERS).toList();
        IntStream.range(0, RUNS)
                .forEach(number -> stores.forEach(store -> store.put("shop/" + number, KnownRuns.read(number))));
        var after = used();
        assertThat(stores).allMatch(store -> store.size() == RUNS);
        stores.forEach(store -> store.keySet().toList().forEach(store::remove));
        return (after - before) / RUNS;
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        for (var time = 0; time < 3; time++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
