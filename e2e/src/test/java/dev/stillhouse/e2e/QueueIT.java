package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import dev.stillhouse.report.Reason;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** More runs than may be at work at once: each waits for its turn, and says so. */
@Isolated("it changes the release that all share")
@ExtendWith(TestCluster.class)
class QueueIT {
    private static final String NAMESPACE = "queue";

    private final Cluster cluster;
    private final ImageNames images;
    private final Stillhouse stillhouse;
    private final TeamRelease team;

    QueueIT(Cluster cluster, ImageNames images) {
        this.cluster = cluster;
        this.images = images;
        stillhouse = new Stillhouse(cluster, images);
        team = new TeamRelease(cluster, images, NAMESPACE);
    }

    @BeforeEach
    void oneAtOnce() {
        TeamRelease.letWrite(cluster, images, List.of(team));
        team.createNamespace(team.identity());
        team.release().with("limits.runs.namespace", "1").apply();
    }

    @AfterEach
    void remove() {
        team.remove();
        cluster.operator(images).apply();
    }

    @Test
    void the_second_run_waits_for_the_first() {
        var first = slow("queue-first").apply();
        await().until(() -> !jobs().isEmpty());
        var second = slow("queue-second").apply();

        second.awaitRun(run -> assertThat(run.getStatus().reason()).isEqualTo(Reason.Queued));
        assertThat(second.newestRun().getStatus().message()).contains("namespace");
        assertThat(jobs()).containsExactly("queue-first-1");
        stillhouse.goOn(first);
        stillhouse.goOn(second);

        second.awaitReady();
        first.awaitReady();
        assertThat(first.newestRun().getStatus().completionTime())
                .isLessThanOrEqualTo(second.newestRun().getStatus().startTime());
        assertThat(second.runs()).as("it waited, and was not tried again").hasSize(1);
    }

    private Migration slow(String name) {
        return stillhouse
                .migrationIn(NAMESPACE, name, "broken.slow")
                .with(stillhouse.project("broken.slow", "env: [{name: SLOW_SECONDS, value: \"60\"}]"));
    }

    private List<String> jobs() {
        return stillhouse.client().batch().v1().jobs().inNamespace(NAMESPACE).list().getItems().stream()
                .map(job -> job.getMetadata().getName())
                .toList();
    }
}
