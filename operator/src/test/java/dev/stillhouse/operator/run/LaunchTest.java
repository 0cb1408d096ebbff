package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a run is launched at all: who started it, and what it needs. */
class LaunchTest {
    private static final BackupBuilder GOOD = aBackup().concluded(BackupState.Verified, NOON);

    private static RunWorld restoring(RestoreSpec restore, BackupBuilder source) {
        return RunWorld.of(aRun(2).restoring(restore)).around(Adoption.ADOPTED, source);
    }

    private static RunWorld restoring(BackupBuilder source) {
        return restoring(new RestoreSpec("orders-1-backup", RestoreMode.Swap, "orders", null), source);
    }

    private static void assertNotFound(RunWorld world, String... words) {
        assertThat(world.decision())
                .asInstanceOf(type(Fail.class))
                .returns(Reason.BackupNotFound, Fail::reason)
                .satisfies(fail -> assertThat(fail.message()).contains(words).contains("Nothing was changed."));
    }

    @Test
    void only_a_run_that_its_migration_owns_and_names_is_launched() {
        assertThat(RunWorld.of(aRun(2)).around(Adoption.ADOPTED, null).decision())
                .isEqualTo(new Launch());
        assertThat(RunWorld.of(aRun(2)).around(Adoption.FOREIGN, null).decision())
                .asInstanceOf(type(Fail.class))
                .returns(Reason.NotAdopted, Fail::reason)
                .satisfies(fail -> assertThat(fail.message()).contains("Nothing was run", "MigrationRequest"));
    }

    @Test
    void one_that_was_just_created_may_be_about_to_be_named() {
        var young = RunWorld.of(aRun(2)).around(Adoption.AWAITED, null);
        assertThat(young.decision()).isInstanceOf(Pend.class);
        assertThat(young.at(NOON.plusSeconds(61)).decision())
                .asInstanceOf(type(Fail.class))
                .returns(Reason.NotAdopted, Fail::reason);
    }

    /** The API server wrote when it was created, and its clock is an hour behind ours. */
    @Test
    void one_that_is_seen_for_the_first_time_is_young_whatever_clocks_say() {
        assertThat(RunWorld.of(aRun(2).createdAt(NOON.minusSeconds(3600)))
                        .around(Adoption.AWAITED, null)
                        .decision())
                .isInstanceOf(Pend.class);
    }

    /** Its status was lost, and its Job is gone: what it did is for the database to say. */
    @Test
    void one_that_was_launched_before_is_not_launched_again() {
        assertThat(RunWorld.of(aRun(2)).around(Adoption.LAUNCHED, null).decision())
                .isInstanceOf(RunDecision.Lose.class);
    }

    @Test
    void one_that_nobody_started_is_void_whatever_it_was_for() {
        for (var operation : Operation.values()) {
            var run = RunWorld.of(aRun(2).byPerson(operation, "base")).around(Adoption.FOREIGN, null);
            assertThat(run.status().phase()).isEqualTo(RunPhase.Failed);
            assertThat(run.status().reason()).isEqualTo(Reason.NotAdopted);
        }
    }

    @Test
    void a_good_backup_is_brought_back() {
        assertThat(restoring(GOOD).decision()).isEqualTo(new Launch());
    }

    @Test
    void what_is_not_there_or_not_whole_is_not_brought_back() {
        assertNotFound(RunWorld.of(aRun(2).restoring("gone", RestoreMode.Swap)), "no MigrationBackup gone");
        assertNotFound(restoring(aBackup().now(BackupState.Pending)), "is Pending");
        assertNotFound(restoring(aBackup()), "is Unknown", "\"verify\":{\"backup\":\"orders-1-backup\"}");
        assertNotFound(restoring(aBackup().now(BackupState.Running)), "is Running");
        assertNotFound(restoring(aBackup().concluded(BackupState.Failed, NOON)), "is Failed", "Words.");
        assertNotFound(restoring(aBackup().concluded(BackupState.Verified, NOON).beingDeleted()), "is being deleted");
    }

    private static RunDecision verifying(BackupBuilder source) {
        return RunWorld.of(aRun(2).verifying("orders-1-backup"))
                .around(Adoption.ADOPTED, source)
                .decision();
    }

    @Test
    void whatever_has_files_that_nobody_works_on_can_be_verified() {
        assertThat(verifying(GOOD)).isEqualTo(new Launch());
        assertThat(verifying(aBackup())).isEqualTo(new Launch());
        assertThat(verifying(aBackup().concluded(BackupState.Failed, NOON))).isEqualTo(new Launch());
        assertThat(verifying(aBackup().of("bills"))).isEqualTo(new Launch());
        for (var state : List.of(BackupState.Pending, BackupState.Running, BackupState.Deleting)) {
            assertThat(verifying(aBackup().now(state)))
                    .asInstanceOf(type(Fail.class))
                    .returns(Reason.BackupNotFound, Fail::reason);
        }
        assertNotFound(RunWorld.of(aRun(2).verifying("gone")), "no MigrationBackup gone");
    }

    @Test
    void a_verification_that_is_lost_has_nothing_to_settle() {
        var lost = RunWorld.of(aRun(2).verifying("orders-1-backup").running().job(JobBuilders.UID));
        assertThat(lost.decision()).asInstanceOf(type(Fail.class)).returns(Reason.OutcomeUnknown, Fail::reason);
    }

    @Test
    void the_backup_of_another_migration_is_brought_back_only_if_that_is_said() {
        var bills = aBackup().of("bills").concluded(BackupState.Verified, NOON);
        assertNotFound(restoring(bills), "taken for the DatabaseMigration bills", "spec.restore.backupOf: bills");
        var said = new RestoreSpec("orders-1-backup", RestoreMode.Swap, "orders", "bills");
        assertThat(restoring(said, bills).decision()).isEqualTo(new Launch());
        assertNotFound(restoring(said, GOOD), "taken for the DatabaseMigration orders");
    }

    @Test
    void a_backup_of_some_tables_is_brought_back_beside_the_database_only() {
        var some = aBackup().concluded(BackupState.Verified, NOON).rowsOf("public.orders");
        for (var mode : List.of(RestoreMode.Swap, RestoreMode.InPlace)) {
            assertThat(restoring(new RestoreSpec("orders-1-backup", mode, "orders", null), some)
                            .decision())
                    .asInstanceOf(type(Fail.class))
                    .returns(Reason.BackupPartial, Fail::reason)
                    .satisfies(fail -> assertThat(fail.message())
                            .contains("not the rows of all tables", "NewDatabase", "Nothing was changed."));
        }
        var beside = new RestoreSpec("orders-1-backup", RestoreMode.NewDatabase, "orders", null);
        assertThat(restoring(beside, some).decision()).isEqualTo(new Launch());
    }

    @Test
    void saved_rows_are_put_back_and_nothing_else_is_done_with_them() {
        var rows = aBackup().concluded(BackupState.Verified, NOON).savedRowsOf("public.orders");
        for (var mode : List.of(RestoreMode.Swap, RestoreMode.InPlace, RestoreMode.NewDatabase)) {
            assertThat(restoring(new RestoreSpec("orders-1-backup", mode, "orders", null), rows)
                            .decision())
                    .asInstanceOf(type(Fail.class))
                    .returns(Reason.BackupPartial, Fail::reason)
                    .satisfies(fail -> assertThat(fail.message()).contains("mode: Rows", "Nothing was changed."));
        }
        var back = new RestoreSpec("orders-1-backup", RestoreMode.Rows, "orders", null);
        assertThat(restoring(back, rows).decision()).isEqualTo(new Launch());
        assertThat(restoring(back, GOOD).decision())
                .asInstanceOf(type(Fail.class))
                .satisfies(fail -> assertThat(fail.message()).contains("is a dump"));
    }

    @Test
    void a_lost_backup_run_needs_no_settlement_but_a_lost_restore_does() {
        var backup = RunWorld.of(aRun(2).operation(Operation.Backup).running().job(JobBuilders.UID));
        assertThat(backup.decision()).asInstanceOf(type(Fail.class)).returns(Reason.OutcomeUnknown, Fail::reason);
        var restore = RunWorld.of(
                aRun(2).restoring("orders-1-backup", RestoreMode.Swap).running().job(JobBuilders.UID));
        assertThat(restore.decision()).isInstanceOf(RunDecision.Lose.class);
    }

    @Test
    void a_lost_restore_into_a_new_database_has_moved_nothing() {
        var beside = RunWorld.of(aRun(2).restoring("orders-1-backup", RestoreMode.NewDatabase)
                .running()
                .job(JobBuilders.UID));
        assertThat(beside.decision()).asInstanceOf(type(Fail.class)).returns(Reason.OutcomeUnknown, Fail::reason);
    }

    @Test
    void one_that_nobody_could_settle_comes_to_an_end() {
        var givenUp = RunWorld.of(aRun(2).unknown())
                .settledBy(aRun(3).settling("orders-2").failed(Reason.ConnectionFailed));
        assertThat(givenUp.status().phase()).isEqualTo(RunPhase.Failed);
        assertThat(givenUp.status().reason()).isEqualTo(Reason.OutcomeUnknown);
    }

    @Test
    void version_rows_do_not_tell_how_a_restore_ended() {
        var settled = RunWorld.of(
                        aRun(2).restoring("orders-1-backup", RestoreMode.Swap).unknown())
                .settledBy(aRun(3).settling("orders-2").observed(0, "c3"));
        assertThat(settled.status().phase()).isEqualTo(RunPhase.Failed);
        assertThat(settled.status().reason()).isEqualTo(Reason.Lost);
        assertThat(settled.status().message()).contains("dated name");
    }
}
