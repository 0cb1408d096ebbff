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
import dev.stillhouse.operator.backup.BackupDecision.Keep;
import dev.stillhouse.operator.backup.BackupDecision.Refuse;
import dev.stillhouse.operator.backup.BackupDecision.Release;
import dev.stillhouse.operator.backup.BackupDecision.RetryDeletion;
import dev.stillhouse.operator.backup.BackupDecision.Unknown;
import dev.stillhouse.operator.fixture.BackupBuilder;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;

class DeletionDeciderTest {
    private static final String REFUSED =
            "{\"version\":1,\"outcome\":\"Failed\",\"reason\":\"StorageDenied\",\"message\":\"The bucket says no.\",\"stepsDone\":0,\"phaseMillis\":{}}";

    private static BackupBuilder leaving() {
        return aBackup().concluded(BackupState.Verified, NOON).marked();
    }

    @Test
    void its_files_are_deleted_by_a_job() {
        assertThat(BackupWorld.of(leaving()).decision()).isEqualTo(new DeleteFiles(1));
    }

    @Test
    void a_failed_one_may_have_files_too() {
        var failed = aBackup().concluded(BackupState.Failed, NOON).marked();
        assertThat(BackupWorld.of(failed).decision()).isEqualTo(new DeleteFiles(1));
    }

    @Test
    void one_of_which_nothing_is_known_goes_if_somebody_says_so() {
        assertThat(BackupWorld.of(aBackup().marked()).decision()).isEqualTo(new DeleteFiles(1));
    }

    /** A copy, or one that a tool created again with all that was written on it. */
    @Test
    void a_mark_that_names_another_resource_asks_for_nothing() {
        var copy = aBackup().concluded(BackupState.Verified, NOON).markedFor("uid-of-another");
        assertThat(BackupWorld.of(copy).decision())
                .asInstanceOf(type(Refuse.class))
                .satisfies(
                        no -> assertThat(no.message())
                                .contains(
                                        "kubectl annotate --overwrite -n shop mbackup/orders-1-backup stillhouse.dev/delete-files=uid-of-orders-1-backup"));
        assertThat(BackupWorld.of(copy).status().state()).isEqualTo(BackupState.Verified);
        assertThat(BackupWorld.of(aBackup().markedFor("yes")).decision())
                .asInstanceOf(type(Unknown.class))
                .satisfies(unknown -> assertThat(unknown.message()).contains("is not the uid of this resource"));
    }

    /** Whoever deletes the resource, or all of its kind, or its namespace, has not asked for the files. */
    @Test
    void a_deletion_of_the_resource_deletes_no_file() {
        var leaving = aBackup().concluded(BackupState.Verified, NOON).beingDeleted();
        assertThat(BackupWorld.of(leaving).decision()).isInstanceOf(Keep.class);
    }

    @Test
    void files_of_another_namespace_stay() {
        var strange = leaving().location("bank/accounts-7-1a2b3c4d");
        assertThat(BackupWorld.of(strange).decision())
                .asInstanceOf(type(Refuse.class))
                .satisfies(no -> assertThat(no.message())
                        .contains("bank/accounts-7-1a2b3c4d", "below shop/", "kubectl delete -n shop"));
        assertThat(BackupWorld.of(leaving().location("shop-2/orders-1")).decision())
                .isInstanceOf(Refuse.class);
    }

    @Test
    void files_that_another_resource_names_stay() {
        assertThat(BackupWorld.of(leaving()).sharedWith("bank/copy").decision())
                .asInstanceOf(type(Refuse.class))
                .satisfies(no -> assertThat(no.message()).contains("the MigrationBackup bank/copy names them too"));
        var retried = BackupWorld.of(leaving().deletion(1, null)).sharedWith("bank/copy");
        assertThat(retried.decision()).isInstanceOf(Refuse.class);
    }

    @Test
    void where_nothing_was_written_nothing_is_to_be_deleted() {
        var unused = BackupWorld.of(aBackup().marked()).run(aRun(1).succeeded());
        assertThat(unused.decision()).isEqualTo(new Release("No file had been written."));
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
        assertThat(done.decision()).isEqualTo(new Release("Its files are deleted."));
    }

    /** A mesh's container runs on beside it, and the Job never comes to its end. */
    @Test
    void the_runners_end_is_that_of_the_job_whatever_other_containers_do() {
        var atWork = BackupWorld.of(leaving().deletion(1, null)).job("");
        assertThat(atWork.runnerSucceeded().decision()).isEqualTo(new Release("Its files are deleted."));
        assertThat(atWork.podSaid(REFUSED).decision()).isInstanceOf(RetryDeletion.class);
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
                        .contains("kubectl delete -n shop mbackup/orders-1-backup"));
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
}
