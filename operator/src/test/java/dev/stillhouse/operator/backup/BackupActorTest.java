package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.MigrationBackup;
import dev.stillhouse.operator.OperatorConfig;
import dev.stillhouse.operator.backup.BackupDecision.AwaitDeletion;
import dev.stillhouse.operator.backup.BackupDecision.DeleteFiles;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.RunnerConfig;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class BackupActorTest {
    KubernetesClient client;
    KubernetesMockServer server;
    private BackupActor actor;

    @BeforeEach
    void create() {
        OperatorConfig config = RunnerConfig.of("stillhouse/runner:test").read();
        actor = new BackupActor(client, config);
    }

    private static BackupWorld leaving() {
        return BackupWorld.of(aBackup().concluded(BackupState.Verified, NOON).marked());
    }

    private List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace("shop").list().getItems();
    }

    private BackupDecision act(BackupWorld world) {
        return actor.act(world.snapshot(), world.decision());
    }

    private void refuse(Status answer) {
        server.expect()
                .post()
                .withPath("/apis/batch/v1/namespaces/shop/jobs")
                .andReturn(403, answer)
                .once();
    }

    @Test
    void the_deletion_of_files_is_one_job_however_often_it_is_asked_for() {
        assertThat(act(leaving())).isEqualTo(new DeleteFiles(1));
        act(leaving());
        assertThat(jobs()).singleElement().satisfies(job -> {
            assertThat(job.getMetadata().getName()).isEqualTo("orders-1-backup-delete-1");
            assertThat(job.getMetadata().getOwnerReferences()).isEmpty();
        });
    }

    @Test
    void a_namespace_that_is_being_deleted_does_not_wait_for_it() {
        refuse(new StatusBuilder()
                .withCode(403)
                .withMessage("unable to create new content in namespace shop because it is being terminated")
                .withNewDetails()
                .addNewCause("metadata.namespace", "namespace shop is being terminated", "NamespaceTerminating")
                .endDetails()
                .build());
        assertThat(act(leaving()))
                .asInstanceOf(type(AwaitDeletion.class))
                .returns(Reason.FilesKept, AwaitDeletion::reason)
                .satisfies(release -> assertThat(release.message()).contains("shop/orders-1-backup"));
    }

    @Test
    void what_a_quota_refuses_is_told_and_tried_again() {
        refuse(new StatusBuilder()
                .withCode(403)
                .withMessage("exceeded quota: jobs")
                .build());
        assertThat(act(leaving()))
                .asInstanceOf(type(AwaitDeletion.class))
                .returns(Reason.PodBlocked, AwaitDeletion::reason)
                .satisfies(blocked -> assertThat(blocked.message()).contains("exceeded quota: jobs."));
        assertThat(act(leaving())).isEqualTo(new DeleteFiles(1));
    }

    private Optional<MigrationBackup> onRecord(String name) {
        return Optional.ofNullable(client.resources(MigrationBackup.class)
                .inNamespace("shop")
                .withName(name)
                .get());
    }

    @Test
    void what_is_not_to_be_kept_is_marked_and_goes_the_way_of_what_a_person_marks() {
        var old = aBackup().named("old").concluded(BackupState.Verified, NOON.minus(Duration.ofDays(3)));
        client.resource(old.build()).create();
        var newest = BackupWorld.of(aBackup().concluded(BackupState.Verified, NOON))
                .migration(aMigration().backup(Backups.kept(1, null)), old);
        act(newest);
        assertThat(onRecord("old").orElseThrow().getMetadata().getAnnotations())
                .containsEntry(Labels.DELETE_FILES, "uid-of-old");
        assertThat(jobs()).isEmpty();
    }

    @Test
    void one_that_went_meanwhile_is_no_trouble() {
        var old = aBackup().named("old").concluded(BackupState.Verified, NOON.minus(Duration.ofDays(3)));
        act(BackupWorld.of(aBackup().concluded(BackupState.Verified, NOON))
                .migration(aMigration().backup(Backups.kept(1, null)), old));
        assertThat(onRecord("old")).isEmpty();
    }

    @Test
    void the_resource_goes_when_its_files_are_gone() {
        var done = BackupWorld.of(
                        aBackup().concluded(BackupState.Verified, NOON).marked().deletion(1, null))
                .job("Complete");
        var created = client.resource(done.snapshot().backup()).create();
        done.snapshot()
                .backup()
                .getMetadata()
                .setResourceVersion(created.getMetadata().getResourceVersion());
        act(done);
        assertThat(onRecord("orders-1-backup")).isEmpty();
    }
}
