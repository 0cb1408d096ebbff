package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRecord;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Cancellation;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        var _ = actor.act(situation.world(), situation.decision(), NOON);
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

    /** As long as the status cannot be written, each try would leave one more run that nobody will adopt. */
    @Test
    void a_run_that_was_not_adopted_in_time_is_replaced() {
        act(Situation.of(aMigration()));
        var first = client.resources(MigrationRun.class)
                .inNamespace("shop")
                .withName("orders-1")
                .get();
        var late = RunBuilder.like(first).failed(Reason.NotAdopted).build();
        late.setMetadata(first.getMetadata());
        client.resource(late).update();

        var again = Situation.of(aMigration());
        var started = actor.act(again.world(), again.decision(), NOON).orElseThrow();

        assertThat(runs()).containsExactly("orders-1");
        assertThat(started.getStatus()).isNull();
        assertThat(started.getMetadata().getUid())
                .isNotEqualTo(late.getMetadata().getUid());
    }

    /** Somebody has copied a manifest, or a run of an earlier life is not gone yet. */
    @Test
    void a_name_that_is_taken_by_another_one_is_passed_over() {
        act(Situation.of(aMigration()));
        var other = Situation.of(aMigration().target("b2")).world();

        var started = actor.act(other, migrate(1, 1), NOON).orElseThrow();

        assertThat(started.getMetadata().getName()).isEqualTo("orders-2");
        assertThat(started.getSpec().number()).isEqualTo(2);

        var recreated = aMigration().build();
        recreated.getMetadata().setUid("uid-of-a-later-life");
        act(Situation.of(recreated, List.of()));
        assertThat(runs()).containsExactlyInAnyOrder("orders-1", "orders-2", "orders-3");
    }

    @Test
    void what_must_not_be_forgotten_is_on_record_before_a_request_is_carried_out() {
        client.resource(aMigration().build()).create();
        var situation = Situation.of(aMigration())
                .withWaiting(asked(Operation.Downgrade).target("-1"));

        act(situation);

        var record = client.resources(MigrationRecord.class)
                .inNamespace("shop")
                .withName("orders")
                .get();
        assertThat(record.getSpec().requests())
                .singleElement()
                .returns("mine", ExecutedRequest::name)
                .returns("orders-1", ExecutedRequest::run)
                .returns(true, ExecutedRequest::moves);
        var migration = client.resource(aMigration().build()).get();
        assertThat(Memory.of(migration, Optional.empty()).requests())
                .isEqualTo(record.getSpec().requests());
    }

    private List<MigrationRun> created(RunBuilder... runs) {
        return Stream.of(runs).map(run -> client.resource(run.build()).create()).toList();
    }

    @Test
    void a_withdrawal_leaves_a_mark_on_the_run_and_nothing_else() {
        var stuck = created(runOf(aMigration(), 1).stuck(Reason.ImagePullFailed, "No such image."));
        act(Situation.of(aMigration().image("shop/orders:2").build(), stuck));
        assertThat(client.resource(stuck.getFirst()).get())
                .satisfies(run -> assertThat(Cancellation.isAsked(run)).isTrue())
                .satisfies(run -> assertThat(Cancellation.byPerson(run)).isFalse())
                .satisfies(run ->
                        assertThat(run.getSpec()).isEqualTo(stuck.getFirst().getSpec()));
    }

    @Test
    void the_oldest_finished_runs_go_when_there_are_too_many() {
        var runs = created(IntStream.rangeClosed(1, 12)
                .mapToObj(number -> runOf(aMigration(), number).succeeded())
                .toArray(RunBuilder[]::new));
        act(Situation.of(aMigration().build(), runs));
        assertThat(runs()).hasSize(10).doesNotContain("orders-1", "orders-2").contains("orders-12");
    }

    @Test
    void the_newest_run_is_kept_whatever_the_limit() {
        var runs = created(
                runOf(aMigration(), 1).failed(Reason.StatementFailed),
                runOf(aMigration(), 2).succeeded());
        act(Situation.of(aMigration().historyLimit(1).build(), runs));
        assertThat(runs()).containsExactly("orders-2");
    }
}
