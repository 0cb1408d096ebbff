package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two manifests for one database: the younger one does nothing more, whichever of them has learnt its database first. */
@ExtendWith(TestCluster.class)
class RivalsIT {
    private final Stillhouse stillhouse;

    RivalsIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    /** The other order is {@link InterruptedRunsIT}'s. */
    @Test
    void the_younger_one_hears_of_an_older_one_that_learns_its_database_later() {
        var older = stillhouse.migration("older", "tasks").with("suspend: true").apply();
        older.awaitStatus(status ->
                assertThat(older.condition("Ready").orElseThrow().getReason()).isEqualTo(Reason.Suspended.name()));
        var younger = stillhouse
                .migration("younger", "tasks")
                .with("database: {urlFrom: {secretKeyRef: {name: older, key: url}}}")
                .apply()
                .awaitReady();

        older.with("suspend: false").apply().awaitReady();

        younger.awaitCondition("Stalled", Reason.DatabaseConflict);
        assertThat(younger.condition("Stalled").orElseThrow().getMessage()).contains("default/older");
        assertThat(younger.runs()).hasSize(1);

        older.delete();
        younger.awaitReady();
    }
}
