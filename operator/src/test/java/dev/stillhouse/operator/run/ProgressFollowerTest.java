package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class ProgressFollowerTest {
    private static final String LOG =
            "/api/v1/namespaces/shop/pods/orders-1-x7k2p/log?pretty=false&container=runner&follow=true";

    KubernetesMockServer server;
    KubernetesClient client;
    private final MigrationRun run = aRun(1).running().build();
    private final Pod pod =
            aPod().reported(ReportBuilder.awaitingApproval().build()).build();
    private final Told told = Told.ofSize(20_000);
    private ProgressFollower progress;

    @BeforeEach
    void create() {
        progress = new ProgressFollower(client, Duration.ofMinutes(2));
    }

    @AfterEach
    void close() {
        progress.close();
    }

    private void log(List<String> lines) {
        server.expect()
                .get()
                .withPath(LOG)
                .andReturn(200, String.join("\n", lines) + "\n")
                .once();
    }

    @Test
    void the_log_of_a_run_that_nobody_followed_is_read_at_its_end() {
        log(told.lines());
        assertThat(progress.finalPlan(run, pod))
                .hasValueSatisfying(
                        plan -> assertThat(plan.part(0, plan.size())).isEqualTo(told.compressed()));
    }

    @Test
    void a_log_that_broke_off_is_read_once_more() {
        log(told.lines().subList(0, 2));
        log(told.lines());
        progress.follow(run, pod);
        assertThat(progress.finalPlan(run, pod)).isPresent();
    }

    @Test
    void a_plan_that_cannot_be_had_is_not_waited_for() {
        log(told.lines().subList(0, 2));
        assertThat(progress.finalPlan(run, pod)).isEmpty();
    }

    @Test
    void a_plan_that_is_of_no_use_is_not_read_again() {
        log(told.lines());
        log(told.lines());
        assertThat(progress.finalPlan(run, pod)).isPresent();
        var requests = server.getRequestCount();
        progress.dropPlan(run);
        assertThat(progress.finalPlan(run, pod)).isEmpty();
        assertThat(server.getRequestCount()).isEqualTo(requests);
    }
}
