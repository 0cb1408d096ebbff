package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests of one database hear of each other, in whatever order it becomes known. */
class RivalsTest {
    private final List<DatabaseMigration> cache = new ArrayList<>();
    private final List<String> woken = new ArrayList<>();
    private final Rivals rivals = new Rivals()
            .among(key -> cache.stream()
                    .filter(one ->
                            MigrationObserver.key(one).filter(key::equals).isPresent())
                    .toList());

    @BeforeEach
    void start() {
        rivals.setEventHandler(
                event -> woken.add(event.getRelatedCustomResourceID().getName()));
        rivals.start();
    }

    /** It is reconciled, with a status that says which database it means, or does not know it yet. */
    private void reconcile(String name, @Nullable String database) {
        var migration = aMigration().named(name).build();
        migration.getMetadata().setUid("uid-of-" + name);
        if (database != null) {
            migration.setStatus(Serialization.unmarshal(
                    Serialization.asJson(
                            Map.of("database", new DatabaseIdentity("7", database, "17", "public.alembic_version"))),
                    DatabaseMigrationStatus.class));
        }
        cache.removeIf(one -> one.getMetadata().getName().equals(name));
        cache.add(migration);
        woken.clear();
        rivals.notice(migration);
    }

    @Test
    void one_that_knows_its_database_hears_of_one_that_learns_it_later() {
        reconcile("younger", "orders");
        reconcile("older", null);
        assertThat(woken).isEmpty();
        reconcile("older", "orders");
        assertThat(woken).containsExactly("younger");
    }

    @Test
    void and_the_other_way_round() {
        reconcile("older", "orders");
        reconcile("younger", "orders");
        assertThat(woken).containsExactly("older");
    }

    @Test
    void what_was_told_is_not_told_again() {
        reconcile("younger", "orders");
        reconcile("older", "orders");
        reconcile("older", "orders");
        assertThat(woken).isEmpty();
        reconcile("younger", "orders");
        assertThat(woken).isEmpty();
    }

    @Test
    void one_that_means_another_database_now_frees_the_rest() {
        reconcile("younger", "orders");
        reconcile("other", "people");
        reconcile("older", "orders");
        reconcile("older", "people");
        assertThat(woken).containsExactly("other", "younger");
    }

    @Test
    void one_that_is_gone_frees_the_rest() {
        reconcile("younger", "orders");
        reconcile("older", "orders");
        woken.clear();
        rivals.onResourceDeleted(cache.removeLast());
        assertThat(woken).containsExactly("younger");
    }
}
