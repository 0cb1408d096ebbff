package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody moves a database by hand, and it is noticed. */
@ExtendWith(TestCluster.class)
class DriftIT {
    private static final String TARGET = "bcf43d752afb";
    private static final String NEXT = "290121dd82a4";

    private final Stillhouse stillhouse;

    DriftIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
    }

    @Test
    void it_is_told_and_corrected_only_when_the_manifest_says_so() {
        var tasks = stillhouse.migration("drifting", "tasks").with("driftCheck: {interval: 10s}");
        tasks.target(TARGET).awaitReady();

        stillhouse.sql("drifting", "UPDATE alembic_version SET version_num = '" + NEXT + "'");

        tasks.awaitCondition("Drifted", Reason.Drifted);
        tasks.awaitCondition("Stalled", Reason.Drifted);
        assertThat(tasks.status().revision()).isEqualTo(NEXT);
        assertThat(tasks.status().pendingRevisions()).containsExactly(NEXT);
        await().atMost(Migration.PATIENCE)
                .untilAsserted(() -> assertThat(stillhouse
                                .client()
                                .v1()
                                .events()
                                .inNamespace(Migration.NAMESPACE)
                                .withField(
                                        "involvedObject.uid",
                                        tasks.get().getMetadata().getUid())
                                .list()
                                .getItems())
                        .filteredOn(event -> "Drifted".equals(event.getReason()))
                        .extracting(Event::getType)
                        .containsOnly("Warning"));

        tasks.with("driftCheck: {interval: 10s, onDrift: Migrate}").apply().awaitReady();

        assertThat(tasks.status().revision()).isEqualTo(TARGET);
        assertThat(tasks.condition("Drifted"))
                .hasValueSatisfying(drifted -> assertThat(drifted.getStatus()).isEqualTo("False"));
        assertThat(tasks.runs())
                .as("of the looks only the newest is kept")
                .filteredOn(run -> run.getSpec().operation() == Operation.Observe)
                .hasSizeLessThanOrEqualTo(2);
    }
}
