package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.RequestRef;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Await;
import dev.stillhouse.operator.migration.MigrationDecision.Hold;
import dev.stillhouse.operator.migration.MigrationDecision.OpenRecord;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people ask for: how it is taken up, once, and what it means for where a DatabaseMigration stands. */
@EnableKubernetesMockClient(crud = true)
class PeoplesRequestsTest {
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
        var situation = Situation.of(aMigration(), run(1).succeeded()).withWaiting(asked(Operation.Backup));
        assertThat(situation.decision()).isEqualTo(carryOut(situation, 2));
        assertThat(situation.status().lastRun().name()).isEqualTo("orders-2");
        assertThat(situation.status().requests())
                .singleElement()
                .returns("mine", ExecutedRequest::name)
                .returns(false, ExecutedRequest::moves)
                .returns(null, ExecutedRequest::outcome);
    }

    private static Start carryOut(Situation situation, int number) {
        return new Start(new Purpose.CarryOut(situation.world().requests().getFirst()), number, Attempt.FIRST);
    }

    @Test
    void it_waits_for_the_one_at_work_and_the_operators_own_waits_for_it() {
        var atWork = Situation.of(aMigration(), run(1).running()).withWaiting(asked(Operation.Backup));
        assertThat(atWork.decision()).isEqualTo(new Await(atWork.run(0)));

        var due = Situation.of(aMigration().target("b2"), run(1).succeeded()).withWaiting(asked(Operation.Backup));
        assertThat(due.decision()).isEqualTo(carryOut(due, 2));

        var mine = Situation.of(
                aMigration().target("b2"),
                run(1).succeeded(),
                run(2).operation(Operation.Backup).stuck(Reason.ImagePullFailed, "No."));
        assertThat(mine.decision()).isEqualTo(new Await(mine.run(1)));
    }

    @Test
    void its_run_has_what_was_asked_for_and_all_else_from_the_manifest() {
        var migration = aMigration().backup(Backups.when(BackupPolicy.Never));
        var run = Situation.of(migration)
                .withWaiting(asked(Operation.Downgrade).target("-1"))
                .started()
                .orElseThrow();

        assertThat(run.getSpec().operation()).isEqualTo(Operation.Downgrade);
        assertThat(run.getSpec().target()).isEqualTo("-1");
        assertThat(run.getSpec().request()).isEqualTo(new RequestRef("mine", "uid-of-mine", Operation.Downgrade));
        assertThat(run.getSpec().wish().targets()).containsExactly("head");
        assertThat(run.getSpec().backup()).isEqualTo(migration.build().getSpec().backupOrDefault());
        assertThat(run.getMetadata().getLabels()).containsEntry("stillhouse.dev/request", "mine");
    }

    /** Where there is no status, what is noted before its run is made would count as carried out if the run cannot be made. */
    @Test
    void the_first_one_of_all_waits_for_a_status_to_be_remembered_in() {
        var first = Situation.of(aMigration()).withWaitingAsItIs(asked(Operation.Backup));
        assertThat(first.decision())
                .isEqualTo(new OpenRecord(first.world().requests().getFirst()));
        assertThat(first.status().requests()).isNull();

        var noted = Situation.of(aMigration().status(first.status())).withWaitingAsItIs(asked(Operation.Backup));
        assertThat(noted.decision()).isEqualTo(carryOut(noted, 1));
        noted.world().migration().getMetadata().getAnnotations().put(Labels.RECORD, noteOf(noted));

        // Its run could not be created: quota, or a webhook that is down.
        var again = Situation.of(noted.world().migration(), List.of()).withWaitingAsItIs(asked(Operation.Backup));
        assertThat(again.decision()).isEqualTo(carryOut(again, 1));
    }

    private static String noteOf(Situation situation) {
        var world = situation.world();
        return Records.note(world.migration(), Records.after(world, situation.decision(), situation.started(), NOON));
    }

    /** Pruned or deleted, and created again by a tool that has it in Git. */
    @Test
    void one_that_comes_again_is_not_carried_out_again() {
        var first = Situation.of(aMigration(), run(1).succeeded()).withWaiting(asked(Operation.Backup));
        var knows = aMigration().status(first.status());
        var done = run(2).of(asked(Operation.Backup).build()).succeeded();

        assertThat(Situation.of(knows, run(1).succeeded(), done)
                        .withWaiting(asked(Operation.Backup).again("uid-of-another-life"))
                        .decision())
                .isInstanceOf(Settled.class);
        var other = Situation.of(knows, run(1).succeeded(), done)
                .withWaiting(asked(Operation.Observe).again("uid-of-another-life"));
        assertThat(other.decision()).isEqualTo(carryOut(other, 3));
    }

    @Test
    void a_move_whose_run_was_deleted_before_its_end_is_looked_at_and_then_left_to_a_person() {
        var asked = Situation.of(aMigration(), run(1).succeeded())
                .withWaiting(asked(Operation.Downgrade).target("-1"));
        var knows = aMigration().status(asked.status());

        assertThat(Situation.of(knows, run(1).succeeded()).decision())
                .isEqualTo(new Start(new Purpose.Look(), 3, Attempt.FIRST));
        var looked = Situation.of(knows, run(1).succeeded(), run(3).looking().observed(1, "b2"));
        assertThat(looked.decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.OutcomeUnknown.name()))
                .satisfies(hold -> assertThat(hold.held().message()).contains("orders-2", "mine", "Downgrade"));
        var held = aMigration().status(looked.status());
        assertThat(Situation.of(held, run(1).succeeded()).decision()).isInstanceOf(Hold.class);
        assertThat(Situation.of(
                                held.retryAsked("now"),
                                run(1).succeeded(),
                                run(3).looking().observed(1, "b2"))
                        .decision())
                .isEqualTo(migrate(4, 1));
    }

    /** A move that vanished long ago, and was answered for, is no news when all runs are deleted once more. */
    @Test
    void a_move_that_is_gone_holds_once() {
        var asked = Situation.of(aMigration(), run(1).succeeded())
                .withWaiting(asked(Operation.Downgrade).target("-1"));
        var held = Situation.of(
                aMigration().status(asked.status()),
                run(1).succeeded(),
                run(3).looking().observed(1, "b2"));
        var retried = Situation.of(aMigration().status(held.status()).retryAsked("now"), run(1).succeeded());
        assertThat(retried.decision()).isEqualTo(migrate(3, 1));

        var later = Situation.of(aMigration().status(retried.status()).retryAsked("now"));
        assertThat(later.decision()).isNotInstanceOf(Hold.class);
        assertThat(later.status().held()).isNull();
        assertThat(retried.status().requests())
                .singleElement()
                .returns(RunPhase.Unknown.name(), ExecutedRequest::outcome);
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
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.Restored.name()))
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
        var forgotten = Situation.of(aMigration().status(status));
        assertThat(forgotten.decision()).isEqualTo(new Start(new Purpose.Look(), 3, Attempt.FIRST));
        assertThat(forgotten.status().held()).isEqualTo(status.held());
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
                run(3).settling("orders-2", Operation.Restore, null).observed(0, "c3"));
        assertThat(read.decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.Lost.name()));
    }

    @Test
    void the_newest_backup_of_its_runs_is_shown() {
        var status = Situation.of(aMigration(), run(1).succeeded().tookBackup(BackupState.Verified), run(2).succeeded())
                .status();
        assertThat(status.lastBackup().name()).isEqualTo("orders-1-backup");
        assertThat(status.lastBackup().verified()).isEqualTo("Restore");
    }

    /** The pod was lost, the database read, and then the lost run was pruned or deleted. */
    @Test
    void a_lost_restore_holds_although_its_run_is_gone() {
        var settled = run(3).settling("orders-2", Operation.Restore, null).observed(2, "a1");
        var status = Situation.of(aMigration(), run(1).succeeded(), restore(2).failed(Reason.Lost), settled)
                .status();

        for (var knows : List.of(aMigration(), aMigration().status(status))) {
            assertThat(Situation.of(knows, run(1).succeeded(), settled)
                            .at(NOON.plusSeconds(3600))
                            .decision())
                    .asInstanceOf(type(Hold.class))
                    .satisfies(hold -> assertThat(hold.held().run()).isEqualTo("orders-2"))
                    .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.Lost.name()));
        }
    }

    /** That its time was over does not say what it had done before. */
    @Test
    void a_restore_that_was_lost_at_its_deadline_holds_although_what_settled_it_is_gone() {
        var lost = restore(2)
                .lostBy(Reason.DeadlineExceeded)
                .failed(Reason.DeadlineExceeded)
                .moved("c3", "c3");
        assertThat(Situation.of(aMigration(), run(1).succeeded(), lost)
                        .at(NOON.plusSeconds(3600))
                        .decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.DeadlineExceeded.name()));
    }

    @Test
    void what_a_kept_run_settles_is_kept_with_it() {
        var situation = Situation.of(
                aMigration().historyLimit(1),
                run(1).succeeded(),
                restore(2).failed(Reason.Lost),
                run(3).settling("orders-2", Operation.Restore, null).observed(2, "a1"));

        assertThat(Pruning.surplus(situation.world().history(), 1))
                .extracting(run -> run.getMetadata().getName())
                .containsExactly("orders-1");
    }

    @Test
    void an_image_that_somebody_bumps_ends_no_hold() {
        assertThat(Situation.of(aMigration().image("shop/orders:2"), run(1).succeeded(), restored(2))
                        .decision())
                .isInstanceOf(Hold.class);
    }

    @Test
    void the_run_that_tells_where_the_database_is_outlives_any_number_of_backups() {
        client.resource(aMigration().build()).create();
        var runs = new RunBuilder[4];
        runs[0] = restored(1);
        for (var number = 2; number <= 4; number++) {
            runs[number - 1] = run(number).operation(Operation.Backup).succeeded();
        }
        var created = Stream.of(runs)
                .map(run -> client.resource(run.build()).create())
                .toList();
        var situation = Situation.of(aMigration().historyLimit(2).build(), created);
        var _ = new MigrationActor(client).act(situation.world(), situation.decision(), NOON);
        assertThat(client.resources(MigrationRun.class)
                        .inNamespace("shop")
                        .list()
                        .getItems())
                .extracting(run -> run.getMetadata().getName())
                .containsExactlyInAnyOrder("orders-1", "orders-3", "orders-4");
    }
}
