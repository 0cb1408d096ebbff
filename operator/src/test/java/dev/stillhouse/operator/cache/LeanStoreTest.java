package dev.stillhouse.operator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What informers keep. */
class LeanStoreTest {
    private final LeanStore<MigrationRun> ours = new LeanStore<>();
    private final LeanStore<MigrationRun> theirs = new LeanStore<>();

    @AfterEach
    void give_up_what_is_kept() {
        for (var store : List.of(ours, theirs)) {
            store.keySet().toList().forEach(store::remove);
        }
    }

    private static <R extends HasMetadata> R kept(LeanStore<R> store, R resource) {
        store.put(store.getKey(resource), resource);
        return store.values().toList().getFirst();
    }

    private static MigrationRun version(String version) {
        var run = KnownRuns.read(1);
        run.getMetadata().setResourceVersion(version);
        return run;
    }

    @Test
    void managed_fields_are_not_kept() {
        assertThat(KnownRuns.read(1).getMetadata().getManagedFields()).isNotEmpty();
        assertThat(kept(ours, KnownRuns.read(1)).getMetadata().getManagedFields())
                .isEmpty();
    }

    @Test
    void what_was_applied_last_is_empty_so_that_a_patch_of_annotations_leaves_it_alone() {
        var applied = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("orders")
                .addToAnnotations(
                        Map.of("kubectl.kubernetes.io/last-applied-configuration", "{…}", "stillhouse.dev/retry", "1"))
                .endMetadata()
                .build();
        assertThat(kept(new LeanStore<>(), applied).getMetadata().getAnnotations())
                .containsOnly(
                        Map.entry("kubectl.kubernetes.io/last-applied-configuration", ""),
                        Map.entry("stillhouse.dev/retry", "1"));
    }

    @Test
    void nothing_else_is_lost() {
        var whole = KnownRuns.read(1);
        var kept = kept(ours, KnownRuns.read(1));
        whole.getMetadata().setManagedFields(kept.getMetadata().getManagedFields());
        assertThat(kept.getMetadata()).isEqualTo(whole.getMetadata());
        assertThat(kept.getSpec()).isEqualTo(whole.getSpec());
        assertThat(kept.getStatus()).isEqualTo(whole.getStatus());
    }

    @Test
    void several_stores_keep_one_object() {
        assertThat(kept(ours, version("7"))).isSameAs(kept(theirs, version("7")));
    }

    @Test
    void each_store_has_the_version_that_it_was_told_of() {
        kept(ours, version("9"));
        var newest = kept(ours, version("10"));
        assertThat(kept(theirs, version("9")).getMetadata().getResourceVersion())
                .isEqualTo("9");
        assertThat(kept(theirs, version("10"))).isSameAs(newest);
    }

    @Test
    void a_store_tells_what_it_had_before() {
        assertThat(ours.put("shop/orders", version("7"))).isNull();
        var before = ours.get("shop/orders");
        assertThat(ours.put("shop/orders", version("8"))).isSameAs(before);
        assertThat(ours.remove("shop/orders")).isNotNull();
        assertThat(ours.remove("shop/orders")).isNull();
        assertThat(ours.size()).isZero();
    }

    @Test
    void runs_of_one_migration_share_what_their_specs_have_in_common() {
        var first = kept(ours, KnownRuns.read(11)).getSpec();
        var second = kept(theirs, KnownRuns.read(12)).getSpec();
        assertThat(first.project()).isSameAs(second.project());
        assertThat(first.database()).isSameAs(second.database());
        assertThat(first.execution()).isSameAs(second.execution());
    }
}
