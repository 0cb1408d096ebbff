package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.run.JobBuilders.aJob;
import static dev.stillhouse.operator.run.PodBuilders.aPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Lose;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator that did not look may believe of a run that it last saw waiting: did it never begin? */
class BeginningTest {
    private static RunBuilder restore() {
        return aRun(1).restoring("orders-0-backup", RestoreMode.Swap);
    }

    private static RunWorld stuck(Reason trouble) {
        return RunWorld.of(restore().stuck(trouble, "It cannot start.").job(JobBuilders.UID));
    }

    private static RunWorld stuck() {
        return stuck(Reason.ImagePullFailed);
    }

    private static void assertNeverBegan(RunWorld world, Reason reason) {
        assertThat(world.decision())
                .isInstanceOfSatisfying(
                        Fail.class, fail -> assertThat(fail.reason()).isEqualTo(reason));
    }

    /** Its pod has worked and is gone: it was restored, and only the database can tell. */
    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"ImagePullFailed", "ContainerCannotStart", "Unschedulable", "PodBlocked", "JobSuspended"})
    void trouble_that_was_seen_once_proves_nothing(Reason trouble) {
        assertThat(stuck(trouble).decision()).isInstanceOf(Lose.class);
        assertThat(stuck(trouble).job(aJob().failed("BackoffLimitExceeded", 1)).decision())
                .isInstanceOf(Lose.class);
    }

    static Stream<RunBuilder> asked() {
        return Stream.of(restore().cancelled("stop"), restore().superseded());
    }

    @ParameterizedTest
    @MethodSource("asked")
    void nor_does_that_somebody_asked_for_its_end(RunBuilder run) {
        assertThat(RunWorld.of(run.pending().job(JobBuilders.UID)).decision()).isInstanceOf(Lose.class);
    }

    @Test
    void a_job_that_ended_and_has_counted_no_pod_had_none() {
        assertNeverBegan(stuck(Reason.PodBlocked).job(aJob().failed("DeadlineExceeded", 0)), Reason.PodBlocked);
        assertNeverBegan(
                RunWorld.of(restore().pending().job(JobBuilders.UID)).job(aJob().failed("DeadlineExceeded", 0)),
                Reason.DeadlineExceeded);
    }

    /** When a Job is suspended its pod goes without being counted. */
    @Test
    void a_job_that_was_changed_may_have_had_one() {
        assertThat(stuck(Reason.PodBlocked)
                        .job(aJob().failed("DeadlineExceeded", 0).changed(2))
                        .decision())
                .isInstanceOf(Lose.class);
    }

    /** A pod of a Job that is being deleted goes without being counted. */
    @Test
    void a_job_that_is_being_deleted_may_have_had_one() {
        assertThat(stuck(Reason.PodBlocked)
                        .job(aJob().failed("DeadlineExceeded", 0).beingDeleted())
                        .decision())
                .isInstanceOf(Lose.class);
    }

    @Test
    void a_job_in_place_of_another_tells_nothing_of_that() {
        assertThat(stuck().job(aJob().uid("uid-of-another").failed("DeadlineExceeded", 0))
                        .decision())
                .isInstanceOf(Lose.class);
    }

    @Test
    void a_node_says_that_a_container_never_started() {
        assertNeverBegan(stuck().pod(aPod().runnerLostSightOf(false)), Reason.ImagePullFailed);
        assertNeverBegan(stuck().pod(aPod().failedOnItsNode()), Reason.ImagePullFailed);
        assertNeverBegan(stuck().podAlone(aPod().failedOnItsNode()), Reason.ImagePullFailed);
        assertNeverBegan(stuck().pod(aPod().rejected("No disk.")), Reason.ImagePullFailed);
    }

    @Test
    void a_pod_that_goes_without_ever_having_had_a_node_did_not_start() {
        assertNeverBegan(stuck(Reason.Unschedulable).pod(aPod().unscheduled().goneBy(NOON)), Reason.Unschedulable);
        assertNeverBegan(
                stuck(Reason.Unschedulable).podAlone(aPod().unscheduled().phase("Failed")), Reason.Unschedulable);
        assertThat(stuck(Reason.Unschedulable).pod(aPod().unscheduled()).decision())
                .as("it may still get one")
                .isInstanceOf(RunDecision.Pend.class);
    }

    /** What it said last is from before it was lost, and it may have started the containers since. */
    @Test
    void a_node_that_is_gone_can_say_no_more() {
        var collected = aPod().runnerWaits("ImagePullBackOff", "Back-off.").phase("Failed");
        assertThat(stuck().pod(collected).decision()).isInstanceOf(Lose.class);
        assertThat(stuck().pod(collected.disrupted("DeletionByPodGC")).status().loss())
                .isEqualTo(Reason.Disrupted);
        assertThat(stuck().pod(aPod().withoutContainers().phase("Failed")).decision())
                .isInstanceOf(Lose.class);
        assertThat(stuck().pod(aPod().goneBy(NOON))
                        .leavingFor(Duration.ofSeconds(51))
                        .decision())
                .isInstanceOf(Lose.class);
    }

    /** Its MigrationBackup would be taken for one that was not needed, and be gone while its files are not. */
    @Test
    void a_backup_may_have_been_written() {
        var backup = aRun(1).operation(Operation.Backup)
                .taking(Backups.when(BackupPolicy.Always))
                .stuck(Reason.ImagePullFailed, "No such image.")
                .cancelled("stop")
                .job(JobBuilders.UID);
        assertThat(RunWorld.of(backup).decision())
                .isInstanceOfSatisfying(
                        Fail.class, fail -> assertThat(fail.unheard()).isTrue());
    }
}
