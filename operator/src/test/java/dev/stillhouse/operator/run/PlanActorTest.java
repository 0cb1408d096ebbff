package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.api.v1alpha1.MigrationRunStatus.PlanDocument;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.fixture.RunBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PlanActorTest {
    KubernetesClient client;
    private ProgressFollower progress;
    private PlanActor plans;

    @BeforeEach
    void create() {
        progress = new ProgressFollower(client);
        plans = new PlanActor(client, progress);
    }

    @AfterEach
    void close() {
        progress.close();
    }

    private static RunSnapshot telling(RunBuilder run, Told told) {
        return RunWorld.of(run.running())
                .pod(aPod().runnerAtWork())
                .plan(told.whole())
                .snapshot();
    }

    private static RunSnapshot ended(int secondsAgo) {
        return RunWorld.of(aRun(1).running())
                .pod(aPod().reported(ReportBuilder.awaitingApproval().build()))
                .endedFor(Duration.ofSeconds(secondsAgo))
                .plan(Told.ofSize(901).whole())
                .snapshot();
    }

    private List<ConfigMap> parts() {
        return client.configMaps()
                .inNamespace("shop")
                .withLabel(Labels.RUN, "orders-1")
                .list()
                .getItems();
    }

    private byte[] content() {
        var content = new ByteArrayOutputStream();
        parts().stream()
                .map(part -> part.getBinaryData().get("plan.sql.gz"))
                .forEach(data -> content.writeBytes(Base64.getDecoder().decode(data)));
        return content.toByteArray();
    }

    @Test
    void a_plan_is_kept_in_one_config_map_of_the_run() {
        var told = Told.ofSize(900);
        assertThat(plans.keep(telling(aRun(1), told))).contains(new PlanDocument("orders-1-plan-001", 1, 900));
        assertThat(parts()).singleElement().satisfies(part -> {
            assertThat(part.getMetadata().getName()).isEqualTo("orders-1-plan-001");
            assertThat(part.getImmutable()).isTrue();
            assertThat(part.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
                assertThat(owner.getKind()).isEqualTo("MigrationRun");
                assertThat(owner.getUid()).isEqualTo("uid-of-orders-1");
            });
        });
        assertThat(content()).isEqualTo(told.compressed());
    }

    @Test
    void a_large_plan_is_kept_in_several_which_no_api_server_refuses() {
        var told = Told.ofSize(11 * PlanFactory.MAX_PART + 1);
        assertThat(plans.keep(telling(aRun(1), told)))
                .contains(new PlanDocument("orders-1-plan-001", 12, told.compressed().length));
        assertThat(parts())
                .hasSize(12)
                .allSatisfy(part -> assertThat(
                                Base64.getDecoder().decode(part.getBinaryData().get("plan.sql.gz")))
                        .hasSizeLessThan(1024 * 1024));
        assertThat(parts())
                .extracting(part -> part.getMetadata().getName())
                .isSorted()
                .endsWith("orders-1-plan-012");
        assertThat(content()).isEqualTo(told.compressed());
    }

    /** The operator was killed after the first part, or before the status said where the plan is. */
    @Test
    void keeping_it_again_makes_it_whole_and_changes_nothing_more() {
        var told = Told.ofSize(2 * PlanFactory.MAX_PART);
        var world = telling(aRun(1), told);
        client.resource(PlanFactory.create(world.run(), told.whole())
                        .findFirst()
                        .orElseThrow())
                .create();
        var first = plans.keep(world);
        var written = parts();
        assertThat(plans.keep(world)).isEqualTo(first).isPresent();
        assertThat(parts()).isEqualTo(written).hasSize(2);
    }

    @Test
    void a_run_that_told_no_plan_keeps_none() {
        var world = RunWorld.of(aRun(1).running()).pod(aPod().runnerAtWork()).snapshot();
        assertThat(plans.keep(world)).isEmpty();
        assertThat(parts()).isEmpty();
    }

    /** Perhaps it is one of an earlier run of this name, and is being removed. */
    @Test
    void the_end_of_a_run_waits_a_minute_for_its_name_to_be_free() {
        var told = Told.ofSize(900);
        plans.keep(telling(aRun(1).uid("uid-of-an-earlier-one"), told));
        var earlier = content();

        assertThat(plans.keep(telling(aRun(1), Told.ofSize(901)))).isEmpty();
        assertThatThrownBy(() -> plans.keep(ended(59)))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("orders-1-plan-001");
        assertThat(plans.keep(ended(61))).isEmpty();
        assertThat(content()).isEqualTo(earlier);
    }
}
