package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class MigrationActorTest {
    KubernetesClient client;
    private MigrationActor actor;

    @BeforeEach
    void create() {
        actor = new MigrationActor(client);
    }

    private List<String> runs() {
        return client.resources(MigrationRun.class).inNamespace("shop").list().getItems().stream()
                .map(run -> run.getMetadata().getName())
                .toList();
    }

    private void act(Situation situation) {
        actor.act(situation.world(), situation.decision());
    }

    @Test
    void a_start_creates_the_run() {
        act(Situation.of(aMigration()));
        assertThat(runs()).containsExactly("orders-1");
    }

    /** The operator was killed after the write, or its echo has not come back yet. */
    @Test
    void starting_it_again_is_no_trouble() {
        act(Situation.of(aMigration()));
        act(Situation.of(aMigration()));
        assertThat(runs()).containsExactly("orders-1");
    }

    @Test
    void a_run_of_the_same_name_that_is_another_one_is_trouble() {
        act(Situation.of(aMigration()));
        var other = Situation.of(aMigration().target("b2")).world();
        assertThatThrownBy(() -> actor.act(other, migrate(1, 1))).isInstanceOf(KubernetesClientException.class);
        var recreated = aMigration().build();
        recreated.getMetadata().setUid("uid-of-a-later-life");
        assertThatThrownBy(() -> act(Situation.of(recreated, List.of()))).isInstanceOf(KubernetesClientException.class);
    }

    @Test
    void a_withdrawal_leaves_a_mark_on_the_run_and_nothing_else() {
        var stuck = runOf(aMigration(), 1).stuck(Reason.ImagePullFailed, "No such image.");
        client.resource(stuck.build()).create();
        act(Situation.of(aMigration().image("shop/orders:2"), stuck));
        assertThat(client.resource(stuck.build()).get())
                .satisfies(run -> assertThat(Cancellation.isAsked(run)).isTrue())
                .satisfies(run -> assertThat(Cancellation.byPerson(run)).isFalse())
                .satisfies(
                        run -> assertThat(run.getSpec()).isEqualTo(stuck.build().getSpec()));
    }

    @Test
    void the_oldest_finished_runs_go_when_there_are_too_many() {
        var runs = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> runOf(aMigration(), number).succeeded())
                .toArray(RunBuilder[]::new);
        for (var run : runs) {
            client.resource(run.build()).create();
        }
        act(Situation.of(aMigration(), runs));
        assertThat(runs()).hasSize(10).doesNotContain("orders-1", "orders-2").contains("orders-12");
    }

    @Test
    void the_newest_run_is_kept_whatever_the_limit() {
        var runs = List.of(
                runOf(aMigration(), 1).failed(Reason.StatementFailed).build(),
                runOf(aMigration(), 2).succeeded().build());
        runs.forEach(run -> client.resource(run).create());
        act(Situation.of(aMigration().historyLimit(1).build(), runs));
        assertThat(runs()).containsExactly("orders-2");
    }
}
