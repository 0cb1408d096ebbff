package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.operator.backup.BackupDecision.AwaitDeletion;
import dev.stillhouse.operator.backup.BackupDecision.Defer;
import dev.stillhouse.operator.backup.BackupDecision.DeleteFiles;
import dev.stillhouse.operator.backup.BackupDecision.Release;
import dev.stillhouse.operator.backup.BackupDecision.RetryDeletion;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;

class DeletionDeciderTest {
    private static final String REFUSED =
            "{\"version\":1,\"outcome\":\"Failed\",\"reason\":\"StorageDenied\",\"message\":\"The bucket says no.\",\"stepsDone\":0,\"phaseMillis\":{}}";

    private static BackupBuilder leaving() {
        return aBackup().concluded(BackupState.Verified, NOON).beingDeleted();
    }

    @Test
    void its_files_are_deleted_by_a_job() {
        assertThat(BackupWorld.of(leaving()).decision()).isEqualTo(new DeleteFiles(1));
    }

    @Test
    void a_failed_one_may_have_files_too() {
        var failed = aBackup().concluded(BackupState.Failed, NOON).beingDeleted();
        assertThat(BackupWorld.of(failed).decision()).isEqualTo(new DeleteFiles(1));
        assertThat(BackupWorld.of(aBackup().beingDeleted()).decision()).isEqualTo(new DeleteFiles(1));
    }

    @Test
    void where_nothing_was_written_nothing_is_to_be_deleted() {
        var unused = BackupWorld.of(aBackup().beingDeleted()).run(aRun(1).succeeded());
        assertThat(unused.decision()).isEqualTo(new Release(false, "No file had been written."));
    }

    @Test
    void files_that_are_in_use_are_left_until_then() {
        assertThat(BackupWorld.of(leaving())
                        .busyWith("run undo is to bring it back.")
                        .decision())
                .isInstanceOf(Defer.class);
    }

    @Test
    void it_goes_when_its_files_are_gone() {
        var done = BackupWorld.of(leaving().deletion(1, null)).job("Complete");
        assertThat(done.decision()).isEqualTo(new Release(false, "Its files are deleted."));
    }

    @Test
    void a_job_at_work_is_awaited() {
        var atWork = BackupWorld.of(leaving().deletion(1, null)).job("");
        assertThat(atWork.decision())
                .asInstanceOf(type(AwaitDeletion.class))
                .returns(Reason.Deleting, AwaitDeletion::reason);
    }

    @Test
    void a_job_that_vanished_is_followed_by_another() {
        assertThat(BackupWorld.of(leaving().deletion(1, null)).decision()).isEqualTo(new DeleteFiles(2));
    }

    @Test
    void the_job_of_an_earlier_backup_of_the_name_says_nothing() {
        var other = BackupWorld.of(leaving().deletion(1, null)).job("Complete", "uid-of-another");
        assertThat(other.decision()).isEqualTo(new DeleteFiles(2));
    }

    @Test
    void a_failure_is_told_and_tried_again() {
        var failed = BackupWorld.of(leaving().deletion(1, NOON)).job("Failed").podSaid(REFUSED);
        assertThat(failed.decision())
                .asInstanceOf(type(RetryDeletion.class))
                .returns(Reason.StorageDenied, RetryDeletion::reason)
                .satisfies(retry -> assertThat(retry.message())
                        .contains("The bucket says no.")
                        .contains("kubectl annotate -n shop mbackup/orders-1-backup stillhouse.dev/forget"));
        assertThat(failed.status().state()).isEqualTo(BackupState.Deleting);
        assertThat(failed.at(secondsLater(10)).decision()).isEqualTo(new DeleteFiles(2));
    }

    @Test
    void a_failure_without_a_report_is_told_as_far_as_it_is_known() {
        var failed = BackupWorld.of(leaving().deletion(1, null)).job("Failed").podSaid("Exception in thread");
        assertThat(failed.decision())
                .asInstanceOf(type(RetryDeletion.class))
                .satisfies(retry -> assertThat(retry.message()).contains("exit code 1", "Exception in thread"));
        assertThat(failed.status().deletion().failureTime()).isEqualTo(NOON.toString());
    }

    @Test
    void a_person_can_let_it_go() {
        var given = BackupWorld.of(leaving().deletion(3, NOON).forgotten()).job("Failed");
        assertThat(given.decision()).asInstanceOf(type(Release.class)).returns(true, Release::filesStay);
    }
}
