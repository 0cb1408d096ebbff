package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.ExecutionBuilder.anExecution;
import static dev.stillhouse.operator.fixture.ExecutionBuilder.spelledOut;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.report.DowngradePolicy;
import dev.stillhouse.report.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows a run that failed at noon. */
class RetryTest {
    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    @Test
    void what_can_pass_by_itself_is_tried_again_after_a_wait() {
        var situation = Situation.of(aMigration(), run(1).failed(Reason.LockTimeout));
        assertThat(situation.decision())
                .isEqualTo(new RetryLater(situation.run(0), Reason.LockTimeout, secondsLater(10)));
        assertThat(situation.at(secondsLater(10).minusMillis(1)).decision())
                .isEqualTo(new RetryLater(situation.run(0), Reason.LockTimeout, secondsLater(10)));
        assertThat(situation.at(secondsLater(10)).decision()).isEqualTo(migrate(2, 2));
    }

    @Test
    void the_wait_grows_with_each_attempt() {
        var situation = Situation.of(aMigration(), run(3).attempt(3).failed(Reason.ConnectionFailed));
        assertThat(situation.decision())
                .isEqualTo(new RetryLater(situation.run(0), Reason.ConnectionFailed, secondsLater(40)));
        assertThat(situation.at(secondsLater(40)).decision()).isEqualTo(migrate(4, 4));
    }

    @Test
    void the_first_wait_is_the_users() {
        var patient = aMigration().execution(anExecution().retryBackoff("2m"));
        var situation = Situation.of(patient, runOf(patient, 1).failed(Reason.LockTimeout));
        assertThat(situation.decision())
                .isEqualTo(new RetryLater(situation.run(0), Reason.LockTimeout, secondsLater(120)));
    }

    /** It costs a whole backup, and what differs once mostly differs again. */
    @Test
    void a_backup_that_is_not_equal_is_taken_once_more_and_no_further() {
        var first = Situation.of(aMigration(), run(1).failed(Reason.BackupNotEqual));
        assertThat(first.at(secondsLater(10)).decision()).isEqualTo(migrate(2, 2));
        assertThat(first.standing().message()).contains("Attempt 2 of 2");
        assertThat(Situation.of(aMigration(), run(2).attempt(2).failed(Reason.BackupNotEqual))
                        .at(secondsLater(3600))
                        .decision())
                .isInstanceOf(Stall.class);
        var never = aMigration().execution(anExecution().retries(0));
        assertThat(Situation.of(never, runOf(never, 1).failed(Reason.BackupNotEqual))
                        .at(secondsLater(3600))
                        .decision())
                .isInstanceOf(Stall.class);
    }

    @Test
    void a_run_without_an_end_time_counts_as_just_ended() {
        var situation =
                Situation.of(aMigration(), run(1).failed(Reason.LockTimeout).endedAt(null));
        assertThat(situation.decision())
                .isEqualTo(new RetryLater(situation.run(0), Reason.LockTimeout, secondsLater(10)));
    }

    @Test
    void after_the_last_retry_it_stalls_and_says_how_to_go_on() {
        var twice = aMigration().execution(anExecution().retries(2));
        var situation = Situation.of(twice, runOf(twice, 3).attempt(3).failed(Reason.LockTimeout));
        assertThat(situation.at(secondsLater(3600)).decision())
                .asInstanceOf(type(Stall.class))
                .returns(Reason.LockTimeout, Stall::reason)
                .satisfies(stall -> assertThat(stall.message())
                        .contains("Gave up after 3 attempts")
                        .contains("It failed.")
                        .contains("stillhouse.dev/retry"));
    }

    @Test
    void without_retries_the_first_failure_is_the_last() {
        var never = aMigration().execution(anExecution().retries(0));
        var situation = Situation.of(never, runOf(never, 1).failed(Reason.LockTimeout));
        assertThat(situation.at(secondsLater(3600)).decision()).isInstanceOf(Stall.class);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void a_reason_says_itself_whether_another_attempt_makes_sense(Reason reason) {
        var situation = Situation.of(aMigration(), run(1).failed(reason));
        if (reason == Reason.Superseded || reason == Reason.UnknownRevision || reason == Reason.NotAdopted) {
            // MigrationDeciderTest says what follows a run that was withdrawn, WaysDownTest what one that is lost, and
            // one that was not adopted is none.
            return;
        }
        switch (reason.retry()) {
            case BACKOFF, ONCE, UNCOUNTED -> assertThat(situation.decision()).isInstanceOf(RetryLater.class);
            case NEVER -> assertThat(situation.decision()).isEqualTo(new Stall(reason, "It failed."));
        }
    }

    @Test
    void a_run_that_a_person_stopped_is_not_tried_again() {
        var situation = Situation.of(
                aMigration(), run(1).cancelled("wrong database, stop!").failed(Reason.Cancelled));
        assertThat(situation.at(secondsLater(3600)).decision())
                .asInstanceOf(type(Stall.class))
                .returns(Reason.Cancelled, Stall::reason);
    }

    static Stream<MigrationBuilder> otherTerms() {
        return Stream.of(
                aMigration().approving("sha256:plan"),
                aMigration().downgrade(DowngradePolicy.Allow),
                aMigration().execution(anExecution().statementTimeout("1h")),
                aMigration().execution(anExecution().retries(9)),
                aMigration().execution(anExecution().priority("high")));
    }

    @ParameterizedTest
    @MethodSource("otherTerms")
    void other_terms_after_a_failure_start_anew_at_once(MigrationBuilder changed) {
        var permanent = Situation.of(changed, run(5).attempt(5).failed(Reason.StatementFailed));
        assertThat(permanent.at(NOON).decision()).isEqualTo(migrate(6, 1));
        var exhausted = Situation.of(changed, run(6).attempt(6).failed(Reason.LockTimeout));
        assertThat(exhausted.at(NOON).decision()).isEqualTo(migrate(7, 1));
    }

    /** A manifest without {@code execution} has none in the cluster either, while its runs get every default there. */
    @Test
    void a_failure_stays_a_failure_when_the_server_spelt_the_defaults_out() {
        var situation =
                Situation.of(aMigration(), run(1).execution(spelledOut()).failed(Reason.StatementFailed));
        assertThat(situation.decision()).isEqualTo(new Stall(Reason.StatementFailed, "It failed."));
    }
}
