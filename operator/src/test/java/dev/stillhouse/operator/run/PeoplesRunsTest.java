package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.RunBuilder.asked;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import org.junit.jupiter.api.Test;

/** Runs that people create, before they are launched. */
class PeoplesRunsTest {
    private static final BackupBuilder GOOD = aBackup().concluded(BackupState.Verified, NOON);

    private static RunWorld restoring(RestoreSpec restore, BackupBuilder source) {
        return RunWorld.of(aRun(2).restoring(restore)).around(true, null, source);
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
    void one_says_for_whom_it_waits() {
        var waiting = RunWorld.of(asked("mine", Operation.Backup)).around(true, aRun(4).running(), null);
        assertThat(waiting.decision())
                .isEqualTo(new Pend(Reason.Starting, "It waits for run orders-4 to end: one run at a time."));
        assertThat(waiting.status().phase()).isEqualTo(RunPhase.Pending);
        assertThat(waiting.status().job()).isNull();
        assertThat(waiting.status().startTime()).isNull();
    }

    @Test
    void one_without_a_migration_fails() {
        assertThat(RunWorld.of(asked("mine", Operation.Backup))
                        .around(false, null, null)
                        .decision())
                .asInstanceOf(type(Fail.class))
                .returns(Reason.MigrationNotFound, Fail::reason);
    }

    @Test
    void one_can_be_withdrawn_before_it_is_taken_up() {
        assertThat(RunWorld.of(asked("mine", Operation.Backup).cancelled("stop"))
                        .decision())
                .asInstanceOf(type(Fail.class))
                .returns(Reason.Cancelled, Fail::reason);
    }

    @Test
    void a_good_backup_is_brought_back() {
        assertThat(restoring(GOOD).decision()).isEqualTo(new Launch());
    }

    @Test
    void what_is_not_there_or_not_whole_is_not_brought_back() {
        assertNotFound(RunWorld.of(aRun(2).restoring("gone", RestoreMode.Swap)), "no MigrationBackup gone");
        assertNotFound(restoring(aBackup()), "is Pending");
        assertNotFound(restoring(aBackup().now(BackupState.Running)), "is Running");
        assertNotFound(restoring(aBackup().concluded(BackupState.Failed, NOON)), "is Failed", "Words.");
        assertNotFound(restoring(aBackup().concluded(BackupState.Verified, NOON).beingDeleted()), "is being deleted");
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
    void a_lost_backup_run_needs_no_settlement_but_a_lost_restore_does() {
        var backup = RunWorld.of(aRun(2).operation(Operation.Backup).running().job(JobBuilders.UID));
        assertThat(backup.decision()).asInstanceOf(type(Fail.class)).returns(Reason.OutcomeUnknown, Fail::reason);
        var restore = RunWorld.of(
                aRun(2).restoring("orders-1-backup", RestoreMode.Swap).running().job(JobBuilders.UID));
        assertThat(restore.decision()).isInstanceOf(RunDecision.Lose.class);
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
