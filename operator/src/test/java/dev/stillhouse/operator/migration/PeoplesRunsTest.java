package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RunBuilder.asked;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Adopt;
import dev.stillhouse.operator.migration.MigrationDecision.Await;
import dev.stillhouse.operator.migration.MigrationDecision.Hold;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

/** Runs that people create: how they are taken up, and what they mean for where a DatabaseMigration stands. */
@EnableKubernetesMockClient(crud = true)
class PeoplesRunsTest {
    KubernetesClient client;

    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    private static RunBuilder restore(int number) {
        return run(number).restoring("orders-1-backup", RestoreMode.Swap);
    }

    private static RunBuilder restored(int number) {
        return restore(number)
                .now(RunPhase.Succeeded, Reason.Restored, "The database is what it was.")
                .endedAt(NOON)
                .saw(1, "b2");
    }

    @Test
    void one_is_taken_up_with_the_next_number() {
        var situation = Situation.of(aMigration(), run(1).succeeded()).withWaiting(asked("mine", Operation.Backup));
        assertThat(situation.decision())
                .isEqualTo(new Adopt(situation.world().waiting().getFirst(), 2));
        assertThat(situation.status().lastRun().name()).isEqualTo("mine");
    }

    @Test
    void it_waits_for_the_one_at_work_and_the_operators_own_waits_for_it() {
        var atWork = Situation.of(aMigration(), run(1).running()).withWaiting(asked("mine", Operation.Backup));
        assertThat(atWork.decision()).isEqualTo(new Await(atWork.run(0)));
        var due = Situation.of(aMigration().target("b2"), run(1).succeeded())
                .withWaiting(asked("mine", Operation.Backup));
        assertThat(due.decision()).isInstanceOf(Adopt.class);
        var mine = Situation.of(
                aMigration().target("b2"),
                run(1).succeeded(),
                run(2).operation(Operation.Backup).stuck(Reason.ImagePullFailed, "No."));
        assertThat(mine.decision()).isEqualTo(new Await(mine.run(1)));
    }

    @Test
    void it_is_completed_once_from_the_manifest_and_what_was_written_stays() {
        var asked = asked("mine", Operation.Backup)
                .taking(Backups.verified(BackupVerification.Digest))
                .build();
        client.resource(asked).create();
        var migration = aMigration().target("c3").backup(Backups.when(BackupPolicy.Never));
        var situation = Situation.of(migration).withWaiting(asked("mine", Operation.Backup));
        var actor = new MigrationActor(client);
        actor.act(situation.world(), new Adopt(asked, 1));
        actor.act(situation.world(), new Adopt(asked, 7));
        MigrationRun completed = client.resource(asked).get();
        assertThat(completed.getSpec().complete()).isTrue();
        assertThat(completed.getSpec().number()).isEqualTo(1);
        assertThat(completed.getSpec().target()).isEqualTo("c3");
        assertThat(completed.getSpec().backup()).isEqualTo(Backups.verified(BackupVerification.Digest));
        assertThat(completed.getSpec().intent()).isEqualTo(Intent.of(migration.build()));
        assertThat(MigrationObserver.isOf(completed, migration.build())).isTrue();
    }

    @Test
    void a_backup_changes_nothing_about_where_it_stands() {
        var settled = Situation.of(
                aMigration(),
                run(1).succeeded(),
                run(2).operation(Operation.Backup).succeeded());
        assertThat(settled.decision()).isEqualTo(new Settled(settled.run(0)));
        var stalled = Situation.of(
                aMigration(),
                run(1).failed(Reason.StatementFailed),
                run(2).operation(Operation.Backup).failed(Reason.StorageFull));
        assertThat(stalled.decision()).asInstanceOf(type(Stall.class)).returns(Reason.StatementFailed, Stall::reason);
        var retrying = Situation.of(
                aMigration(),
                run(1).failed(Reason.LockTimeout),
                run(2).operation(Operation.Backup).succeeded());
        assertThat(retrying.decision()).isInstanceOf(RetryLater.class);
    }

    @Test
    void what_was_restored_stays_until_the_manifest_asks_for_something_else() {
        var held = Situation.of(aMigration(), run(1).succeeded(), restored(2));
        assertThat(held.decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.Restored))
                .satisfies(hold -> assertThat(hold.held().message())
                        .contains("left at b2", "spec.target", "stillhouse.dev/retry"));
        assertThat(held.status().revision()).isEqualTo("b2");
        assertThat(Situation.of(aMigration().target("b2"), run(1).succeeded(), restored(2))
                        .decision())
                .isEqualTo(migrate(3, 1));
        assertThat(Situation.of(aMigration().retryAsked("now"), run(1).succeeded(), restored(2))
                        .decision())
                .isEqualTo(migrate(3, 1));
        assertThat(Situation.of(aMigration().approving("sha256:other"), run(1).succeeded(), restored(2))
                        .decision())
                .isInstanceOf(Hold.class);
    }

    @Test
    void it_stays_so_when_the_run_is_deleted_or_a_backup_follows() {
        var status = Situation.of(aMigration(), run(1).succeeded(), restored(2)).status();
        assertThat(Situation.of(aMigration().status(status), run(1).succeeded()).decision())
                .isInstanceOf(Hold.class);
        assertThat(Situation.of(aMigration().status(status)).decision()).isInstanceOf(Hold.class);
        var backup = run(3).operation(Operation.Backup).succeeded();
        assertThat(Situation.of(aMigration(), restored(2), backup).decision()).isInstanceOf(Hold.class);
    }

    @Test
    void it_is_over_once_a_run_has_migrated_again() {
        var status = Situation.of(aMigration(), run(1).succeeded(), restored(2)).status();
        var again = aMigration().retryAsked("now").status(status);
        assertThat(Situation.of(again, restored(2)).status().held()).isNull();
        var done = Situation.of(again, restored(2), runOf(again, 3).succeeded());
        assertThat(done.decision()).isInstanceOf(Settled.class);
    }

    @Test
    void a_restore_beside_the_database_or_one_that_failed_changes_nothing() {
        var beside =
                run(2).restoring("orders-1-backup", RestoreMode.NewDatabase).succeeded();
        assertThat(Situation.of(aMigration(), run(1).succeeded(), beside).decision())
                .isInstanceOf(Settled.class);
        var failed = restore(2).failed(Reason.RestoreFailed);
        assertThat(Situation.of(aMigration(), run(1).succeeded(), failed).decision())
                .isInstanceOf(Settled.class);
    }

    @Test
    void a_restore_that_was_lost_is_asked_about_and_then_left_to_a_person() {
        var lost = Situation.of(aMigration(), run(1).succeeded(), restore(2).unknown());
        assertThat(lost.decision()).isEqualTo(Situation.observe(3, 1, "orders-2"));
        var read = Situation.of(
                aMigration(),
                run(1).succeeded(),
                restore(2).failed(Reason.Lost),
                run(3).settling("orders-2").observed(0, "c3"));
        assertThat(read.decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.Lost));
    }

    @Test
    void the_newest_backup_of_its_runs_is_shown() {
        var status = Situation.of(aMigration(), run(1).succeeded().tookBackup(BackupState.Verified), run(2).succeeded())
                .status();
        assertThat(status.lastBackup().name()).isEqualTo("orders-1-backup");
        assertThat(status.lastBackup().verified()).isEqualTo(BackupVerification.Restore);
    }

    @Test
    void the_run_that_tells_where_the_database_is_outlives_any_number_of_backups() {
        var runs = new RunBuilder[4];
        runs[0] = restored(1);
        for (var number = 2; number <= 4; number++) {
            runs[number - 1] = run(number).operation(Operation.Backup).succeeded();
        }
        for (var run : runs) {
            client.resource(run.build()).create();
        }
        var situation = Situation.of(aMigration().historyLimit(2), runs);
        new MigrationActor(client).act(situation.world(), situation.decision());
        assertThat(client.resources(MigrationRun.class)
                        .inNamespace("shop")
                        .list()
                        .getItems())
                .extracting(run -> run.getMetadata().getName())
                .containsExactlyInAnyOrder("orders-1", "orders-3", "orders-4");
    }
}
