package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.ExecutionBuilder.anExecution;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.api.v1alpha1.PodTemplate;
import dev.stillhouse.operator.cluster.BackupNames;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.RunnerConfig;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class RunActorTest {
    KubernetesClient client;
    private ProgressFollower progress;
    private RunActor actor;

    @BeforeEach
    void create() {
        progress = new ProgressFollower(client);
        actor = new RunActor(client, RunnerConfig.of("stillhouse/runner:test").read(), progress);
    }

    @AfterEach
    void close() {
        progress.close();
    }

    private Optional<Job> job() {
        return Optional.ofNullable(client.batch()
                .v1()
                .jobs()
                .inNamespace("shop")
                .withName("orders-1")
                .get());
    }

    private void launch(RunWorld world) {
        actor.act(world.snapshot(), new Launch(), NOON);
    }

    @Test
    void a_launch_creates_the_job_with_the_configured_image() {
        launch(RunWorld.of(aRun(1)));
        assertThat(job())
                .hasValueSatisfying(
                        job -> assertThat(job.getSpec().getTemplate().getSpec().getContainers())
                                .extracting(Container::getImage)
                                .containsExactlyInAnyOrder("shop/orders:1", "stillhouse/runner:test"));
    }

    /** The operator was killed after the write, or its echo has not come back yet. */
    @Test
    void launching_it_again_leaves_the_job_as_it_is() {
        launch(RunWorld.of(aRun(1)));
        var first = job().orElseThrow();
        launch(RunWorld.of(aRun(1)));
        assertThat(job()).contains(first);
    }

    @Test
    void the_job_of_somebody_else_is_left_alone() {
        var foreign = client.resource(JobBuilders.aForeignJob().build()).create();
        launch(RunWorld.of(aRun(1)));
        assertThat(job()).contains(foreign);
    }

    @Test
    void a_stop_deletes_the_job() {
        launch(RunWorld.of(aRun(1)));
        var asked = RunWorld.of(aRun(1).running().cancelled("stop")).pod(aPod().runnerAtWork());
        actor.act(asked.snapshot(), asked.decision(), NOON);
        assertThat(job()).isEmpty();
    }

    @Test
    void a_run_whose_job_never_had_a_pod_is_over_when_that_is_deleted() {
        var suspended = client.resource(aJob().suspended().build()).create();
        var withdrawn = withdrawn(suspended);
        assertThat(actor.act(withdrawn.snapshot(), withdrawn.decision(), NOON)).isInstanceOf(Fail.class);
        assertThat(job()).isEmpty();
        assertThat(actor.act(withdrawn.snapshot(), withdrawn.decision(), NOON))
                .as("somebody else was faster")
                .isInstanceOf(Pend.class);
    }

    /** The Job's pod was created in that moment. */
    @Test
    void a_run_whose_blocked_job_turns_out_to_have_a_pod_is_not_over() {
        var blocked = RunWorld.of(aRun(1).stuck(Reason.PodBlocked, "Quota.").superseded())
                .job(client.resource(aJob().build()).create());
        client.pods()
                .inNamespace("shop")
                .resource(new PodBuilder(aPod().build())
                        .editMetadata()
                        .addToLabels(Labels.RUN, "orders-1")
                        .endMetadata()
                        .build())
                .create();
        assertThat(actor.act(blocked.snapshot(), blocked.decision(), NOON)).isInstanceOf(Pend.class);
        assertThat(job()).isEmpty();
    }

    private static RunWorld withdrawn(Job seen) {
        return RunWorld.of(aRun(1).pending().superseded()).job(seen);
    }

    @Test
    void a_runner_does_not_wait_on_for_a_project_that_cannot_start() {
        launch(RunWorld.of(aRun(1)));
        var failing = RunWorld.of(aRun(1).pending()).pod(aPod().projectCouldNotStart("no sh"));
        actor.act(failing.snapshot(), failing.decision(), NOON);
        assertThat(job()).isEmpty();
    }

    @Test
    void the_job_of_a_runner_that_ended_stays() {
        launch(RunWorld.of(aRun(1)));
        var failing = RunWorld.of(aRun(1).pending()).pod(aPod().runnerCouldNotStart("no java"));
        assertThat(failing.decision()).isInstanceOf(Fail.class);
        actor.act(failing.snapshot(), failing.decision(), NOON);
        assertThat(job()).isPresent();
    }

    @Test
    void stopping_what_is_gone_is_no_trouble() {
        var asked = RunWorld.of(aRun(1).running().cancelled("stop")).pod(aPod().runnerAtWork());
        actor.act(asked.snapshot(), asked.decision(), NOON);
        assertThat(job()).isEmpty();
    }

    @Test
    void a_pod_that_is_not_allowed_is_not_created() {
        var template = Serialization.unmarshal("project: {securityContext: {runAsUser: 0}}", PodTemplate.class);
        var run = aRun(1).execution(anExecution().pod(template).build()).taking(Backups.when(BackupPolicy.Always));
        assertThat(actor.act(RunWorld.of(run).snapshot(), new Launch(), NOON))
                .isInstanceOfSatisfying(Fail.class, fail -> {
                    assertThat(fail.reason()).isEqualTo(Reason.PodNotAllowed);
                    assertThat(fail.message())
                            .contains("spec.execution.podTemplate.project.securityContext.runAsUser", "name another");
                });
        assertThat(job()).isEmpty();
        assertThat(backups()).isEmpty();
    }

    @Test
    void the_job_of_a_run_that_is_over_goes_once_that_is_on_record() {
        launch(RunWorld.of(aRun(1)));
        var over = RunWorld.of(aRun(1).succeeded()).job(JobBuilders.aJob().suspended());
        actor.act(over.snapshot(), over.decision(), NOON);
        assertThat(job()).isEmpty();
    }

    private List<MigrationBackup> backups() {
        return client.resources(MigrationBackup.class)
                .inNamespace("shop")
                .list()
                .getItems();
    }

    @Test
    void the_backup_is_on_record_before_the_job_is_there() {
        var run = aRun(1).taking(Backups.when(BackupPolicy.Destructive));
        launch(RunWorld.of(run));
        launch(RunWorld.of(run));
        assertThat(backups()).singleElement().satisfies(backup -> {
            assertThat(backup.getMetadata().getName()).isEqualTo(BackupNames.of(run.build()));
            assertThat(backup.getMetadata().getFinalizers()).isEmpty();
            assertThat(backup.getMetadata().getOwnerReferences()).isEmpty();
            assertThat(backup.getSpec().location()).isEqualTo("shop/" + BackupNames.of(run.build()));
        });
        assertThat(job()).isPresent();
    }

    @Test
    void what_takes_no_backup_or_has_no_place_for_one_puts_none_on_record() {
        launch(RunWorld.of(aRun(1)));
        launch(RunWorld.of(aRun(2).taking(Backups.when(BackupPolicy.Never))));
        launch(RunWorld.of(aRun(3).taking(Backups.when(BackupPolicy.Always)).settling("orders-2")));
        assertThat(backups()).isEmpty();
    }

    @Test
    void nothing_is_launched_beside_the_backup_of_somebody_else() {
        var run = aRun(1).taking(Backups.when(BackupPolicy.Always));
        var name = BackupNames.of(run.build());
        client.resource(BackupBuilder.aBackup().named(name).ofRun("another").build())
                .create();
        var world = RunWorld.of(run);
        assertThat(actor.act(world.snapshot(), new Launch(), NOON))
                .isInstanceOfSatisfying(
                        RunDecision.Pend.class,
                        pend -> assertThat(pend.message()).contains(name));
        assertThat(job()).isEmpty();
    }
}
