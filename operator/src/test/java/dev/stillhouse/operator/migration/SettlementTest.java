package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.ExecutionBuilder.anExecution;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.observe;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Await;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.operator.migration.MigrationDecision.Suspend;
import dev.stillhouse.operator.migration.MigrationDecision.Withdraw;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a run of which nobody knows how it ended: the database is asked. */
class SettlementTest {
    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    @Test
    void an_unknown_outcome_is_settled_by_reading_the_database() {
        var situation = Situation.of(aMigration(), run(1).attempt(2).unknown());
        assertThat(situation.decision()).isEqualTo(observe(2, 2, "orders-1"));
    }

    @Test
    void reading_changes_nothing_so_it_happens_while_suspended_too() {
        var situation = Situation.of(aMigration().suspended(), run(1).unknown());
        assertThat(situation.decision()).isEqualTo(observe(2, 1, "orders-1"));
    }

    @Test
    void the_reading_run_is_awaited() {
        var situation = Situation.of(
                aMigration(), run(1).unknown(), run(2).settling("orders-1").running());
        assertThat(situation.decision()).isEqualTo(new Await(situation.run(1)));
    }

    @Test
    void a_database_at_the_target_settles_the_migration() {
        var situation = Situation.of(
                aMigration(), run(1).unknown(), run(2).settling("orders-1").observed(0, "c3"));
        assertThat(situation.decision()).isEqualTo(new Settled(situation.run(1)));
    }

    @Test
    void a_database_that_is_not_there_yet_gets_another_attempt_after_a_wait() {
        var situation = Situation.of(
                aMigration(), run(1).unknown(), run(2).settling("orders-1").observed(2, "a1"));
        assertThat(situation.decision()).isEqualTo(new RetryLater(situation.run(1), Reason.Lost, secondsLater(10)));
        assertThat(situation.at(secondsLater(10)).decision()).isEqualTo(migrate(3, 2));
    }

    /** Whether or not the lost run has been told by then that it is settled. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_was_lost_at_its_deadline_would_not_fit_the_next_time_either(boolean told) {
        var lost = run(1).lostBy(Reason.DeadlineExceeded);
        var situation = Situation.of(
                aMigration(),
                told ? lost.failed(Reason.DeadlineExceeded).saw(2, "a1") : lost.unknown(),
                run(2).settling("orders-1").observed(2, "a1"));
        assertThat(situation.at(secondsLater(3600)).decision())
                .isEqualTo(new Stall(
                        Reason.DeadlineExceeded, situation.run(0).getStatus().message()));
        var longer = aMigration().execution(anExecution().deadline("2h"));
        assertThat(Situation.of(longer.build(), situation.world().runs()).decision())
                .isEqualTo(migrate(3, 1));
    }

    @Test
    void what_was_lost_to_a_disruption_is_no_attempt() {
        var situation = Situation.of(
                aMigration(),
                run(1).unknown().lostBy(Reason.Disrupted),
                run(2).settling("orders-1").observed(2, "a1"));
        assertThat(situation.decision())
                .isEqualTo(new RetryLater(situation.run(1), Reason.Disrupted, secondsLater(10)));
        assertThat(situation.standing().message()).startsWith("Kubernetes took the pod of the run before away. ");
        assertThat(situation.at(secondsLater(10)).decision())
                .isEqualTo(new Start(new Purpose.Migrate(), 3, new Attempt(1, 1)));
    }

    @Test
    void the_lost_run_was_an_attempt_like_any_other() {
        var once = aMigration().execution(anExecution().retries(1));
        var situation = Situation.of(
                once,
                runOf(once, 3).attempt(2).unknown(),
                runOf(once, 4).attempt(2).settling("orders-3").observed(2, "a1"));
        assertThat(situation.at(secondsLater(3600)).decision())
                .asInstanceOf(type(Stall.class))
                .returns(Reason.Lost, Stall::reason)
                .satisfies(stall -> assertThat(stall.message()).contains("Gave up after 2 attempts"));
    }

    @Test
    void other_terms_after_giving_up_start_anew() {
        var roomier = aMigration().execution(anExecution().priority("high"));
        var situation = Situation.of(
                roomier,
                run(11).attempt(6).unknown(),
                run(12).attempt(6).settling("orders-11").observed(2, "a1"));
        assertThat(situation.decision()).isEqualTo(migrate(13, 1));
    }

    @Test
    void a_suspended_migration_is_not_tried_again_after_its_outcome_was_settled() {
        var situation = Situation.of(
                aMigration().suspended(),
                run(1).unknown(),
                run(2).settling("orders-1").observed(2, "a1"));
        assertThat(situation.at(secondsLater(3600)).decision()).isEqualTo(new Suspend());
    }

    @Test
    void an_older_migration_of_the_same_database_keeps_it_from_another_attempt() {
        var situation = Situation.of(
                        aMigration(),
                        run(1).unknown(),
                        run(2).settling("orders-1").observed(2, "a1"))
                .withRival(aMigration().named("orders-copy").build());
        assertThat(situation.at(secondsLater(3600)).decision())
                .asInstanceOf(type(Stall.class))
                .returns(Reason.DatabaseConflict, Stall::reason);
    }

    @Test
    void a_reading_run_that_fails_is_repeated() {
        var situation = Situation.of(
                aMigration(), run(1).unknown(), run(2).settling("orders-1").failed(Reason.ConnectionFailed));
        assertThat(situation.decision())
                .isEqualTo(new RetryLater(situation.run(1), Reason.ConnectionFailed, secondsLater(10)));
        assertThat(situation.at(secondsLater(10)).decision()).isEqualTo(observe(3, 2, "orders-1"));
    }

    @Test
    void a_reading_run_that_is_lost_itself_is_repeated_for_the_same_run() {
        var situation = Situation.of(
                aMigration(), run(1).unknown(), run(2).settling("orders-1").failed(Reason.OutcomeUnknown));
        assertThat(situation.at(secondsLater(10)).decision()).isEqualTo(observe(3, 2, "orders-1"));
    }

    /** The next one would be the same, unless what a pod needs has changed. */
    @Test
    void a_reading_run_that_cannot_start_is_replaced_once_its_pod_would_be_another() {
        var stuck = run(2).settling("orders-1").stuck(Reason.Unschedulable, "No node has the label disk=imaginary.");
        var elsewhere = aMigration().target("base").image("shop/orders:2");
        var stays = Situation.of(elsewhere, run(1).unknown(), stuck);
        assertThat(stays.decision()).isEqualTo(new Await(stays.run(1)));

        var mended = aMigration().execution(anExecution().priority("high"));
        var replaced = Situation.of(mended, run(1).unknown(), stuck);
        assertThat(replaced.decision()).isEqualTo(new Withdraw(replaced.run(1)));

        var next = Situation.of(mended, run(1).unknown(), stuck.superseded().failed(Reason.Superseded))
                .started()
                .orElseThrow();
        assertThat(next.getSpec().execution())
                .isEqualTo(mended.build().getSpec().executionOrDefault());
        assertThat(next.getSpec().targetsOrTarget())
                .isEqualTo(run(1).build().getSpec().targetsOrTarget());
    }

    @Test
    void a_changed_target_is_gone_for_once_the_outcome_is_settled() {
        var situation = Situation.of(
                aMigration().target("base"),
                run(1).unknown(),
                run(2).settling("orders-1").observed(0, "c3"));
        assertThat(situation.decision()).isEqualTo(migrate(3, 1));
    }
}
