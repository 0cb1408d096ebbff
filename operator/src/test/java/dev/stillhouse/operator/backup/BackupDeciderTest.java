package dev.stillhouse.operator.backup;

import static dev.stillhouse.operator.fixture.BackupBuilder.aBackup;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.MigrationBackupStatus;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.operator.backup.BackupDecision.Conclude;
import dev.stillhouse.operator.backup.BackupDecision.Discard;
import dev.stillhouse.operator.backup.BackupDecision.Follow;
import dev.stillhouse.operator.backup.BackupDecision.Unknown;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.BackupVerification;
import dev.stillhouse.report.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupDeciderTest {
    private static BackupDecision after(RunBuilder run) {
        return BackupWorld.of(aBackup()).run(run).decision();
    }

    private static BackupDecision afterByDigest(RunBuilder run) {
        return BackupWorld.of(aBackup().verifiedBy(BackupVerification.Digest))
                .run(run)
                .decision();
    }

    private static void assertFailed(BackupDecision decision, Reason reason) {
        assertThat(decision)
                .asInstanceOf(type(Conclude.class))
                .returns(BackupState.Failed, Conclude::state)
                .returns(reason, Conclude::reason)
                .satisfies(end -> assertThat(end.message()).contains("Files may remain until they are deleted."));
    }

    private static void assertFollowed(BackupDecision decision, BackupState state) {
        assertThat(decision).asInstanceOf(type(Follow.class)).returns(state, Follow::state);
    }

    @Test
    void while_its_run_has_said_nothing_nothing_is_written() {
        assertFollowed(after(aRun(1)), BackupState.Pending);
        assertFollowed(after(aRun(1).running()), BackupState.Pending);
    }

    private static RunBuilder using(RunBuilder run, String earlier) {
        return run.tookBackup(new RunBackup(
                true,
                "A step can lose data.",
                earlier,
                BackupState.Verified,
                List.of("b2"),
                text(NOON),
                "sha256:manifest",
                1024L,
                BackupScope.Database,
                null,
                null,
                12,
                1234L,
                4000L,
                null,
                null,
                true,
                "sha256:plan"));
    }

    @Test
    void nothing_is_written_by_a_run_that_uses_that_of_an_earlier_attempt() {
        var world = BackupWorld.of(aBackup()).run(using(aRun(1).running(), "orders-0-backup"));
        assertThat(world.decision())
                .asInstanceOf(type(Follow.class))
                .returns(BackupState.Pending, Follow::state)
                .satisfies(follow -> assertThat(follow.message()).contains("uses the backup orders-0-backup"));
        assertThat(world.status().digest()).isNull();
        assertThat(world.status().snapshotTime()).isNull();
        assertThat(after(using(aRun(1), "orders-0-backup").succeeded())).isEqualTo(new Discard());
        assertThat(after(using(aRun(1), "orders-0-backup").failed(Reason.LockTimeout)))
                .isEqualTo(new Discard());
        assertThat(after(using(aRun(1), "orders-0-backup").unknown())).isEqualTo(new Discard());
    }

    @Test
    void it_is_not_needed_by_a_run_that_ended_without_it() {
        assertThat(after(aRun(1).succeeded())).isEqualTo(new Discard());
        assertThat(after(aRun(1).awaitingApproval())).isEqualTo(new Discard());
        assertThat(after(aRun(1).failed(Reason.ConnectionFailed))).isEqualTo(new Discard());
        assertThat(after(aRun(1).failed(Reason.Cancelled))).isEqualTo(new Discard());
    }

    @Test
    void what_a_lost_run_has_written_is_not_known() {
        assertFailed(after(aRun(1).unknown()), Reason.OutcomeUnknown);
        assertFailed(after(aRun(1).failed(Reason.Lost)), Reason.OutcomeUnknown);
        assertFailed(after(aRun(1).failed(Reason.OutcomeUnknown)), Reason.OutcomeUnknown);
        assertFailed(BackupWorld.of(aBackup().now(BackupState.Pending)).decision(), Reason.OutcomeUnknown);
        assertFailed(BackupWorld.of(aBackup().now(BackupState.Running)).decision(), Reason.OutcomeUnknown);
    }

    /** Why the run ended does not say what it had written before. */
    @ParameterizedTest
    @EnumSource(names = {"DeadlineExceeded", "Disrupted"})
    void nor_is_it_where_kubernetes_tells_why_it_was_lost(Reason why) {
        assertFailed(after(aRun(1).lostBy(why).failed(why)), Reason.OutcomeUnknown);
        assertThat(after(aRun(1).failed(why))).isEqualTo(new Discard());
    }

    /** Both lost their status, as when a cluster was restored: the record must not go with what the run did not do now. */
    @Test
    void a_run_that_was_not_adopted_says_nothing_of_it() {
        assertThat(after(aRun(1).failed(Reason.NotAdopted))).isInstanceOf(Unknown.class);
    }

    @Test
    void one_that_never_saw_its_run_is_unknown_and_no_failure() {
        var found = BackupWorld.of(aBackup());
        assertThat(found.decision())
                .asInstanceOf(type(Unknown.class))
                .satisfies(unknown -> assertThat(unknown.message())
                        .contains("\"operation\":\"Verify\",\"verify\":{\"backup\":\"orders-1-backup\"}")
                        .contains("| kubectl create -n shop -f -"));
        assertThat(found.status())
                .returns(BackupState.Unknown, MigrationBackupStatus::state)
                .returns(Reason.BackupUnknown, MigrationBackupStatus::reason)
                .returns(false, MigrationBackupStatus::concluded);
        assertThat(BackupWorld.of(aBackup().now(BackupState.Unknown)).decision())
                .isInstanceOf(Unknown.class);
    }

    @Test
    void it_is_being_taken_while_its_run_says_so() {
        assertFollowed(after(aRun(1).running().tookBackup(BackupState.Running)), BackupState.Running);
    }

    @Test
    void stored_is_not_enough_where_it_was_to_be_restored() {
        assertFollowed(after(aRun(1).running().tookBackup(BackupState.Stored)), BackupState.Running);
        assertFailed(after(aRun(1).unknown().tookBackup(BackupState.Stored)), Reason.OutcomeUnknown);
        assertFailed(
                after(aRun(1).failed(Reason.BackupNotVerifiable).tookBackup(BackupState.Failed)),
                Reason.BackupNotVerifiable);
    }

    @Test
    void stored_is_enough_where_the_digest_was_asked_for() {
        assertThat(afterByDigest(aRun(1).running().tookBackup(BackupState.Stored)))
                .asInstanceOf(type(Conclude.class))
                .returns(BackupState.Stored, Conclude::state)
                .satisfies(end -> assertThat(end.message()).contains("was not tried"));
    }

    @Test
    void verified_is_said_at_once_although_the_run_goes_on() {
        assertThat(after(aRun(1).running().tookBackup(BackupState.Verified)))
                .asInstanceOf(type(Conclude.class))
                .returns(BackupState.Verified, Conclude::state)
                .returns(Reason.BackedUp, Conclude::reason)
                .satisfies(end -> assertThat(end.message()).contains("pg_dump warned: subscriptions not dumped."));
    }

    @Test
    void it_failed_for_the_reason_of_its_run() {
        assertFailed(after(aRun(1).failed(Reason.StorageFull).tookBackup(BackupState.Failed)), Reason.StorageFull);
        assertFollowed(after(aRun(1).running().tookBackup(BackupState.Failed)), BackupState.Failed);
    }

    @Test
    void its_end_stands_whatever_becomes_of_its_run() {
        var end = aBackup().concluded(BackupState.Verified, dev.stillhouse.operator.fixture.Times.NOON);
        assertThat(BackupWorld.of(end).decision()).isInstanceOf(BackupDecision.Keep.class);
        assertThat(BackupWorld.of(end).run(aRun(1).unknown()).decision()).isInstanceOf(BackupDecision.Keep.class);
    }
}
