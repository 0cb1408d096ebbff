package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Await;
import dev.stillhouse.operator.migration.MigrationDecision.AwaitApproval;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Suspend;
import dev.stillhouse.operator.migration.MigrationDecision.Withdraw;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalMode;
import org.junit.jupiter.api.Test;

class MigrationDeciderTest {
    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    @Test
    void a_new_migration_starts_its_first_run() {
        var situation = Situation.of(aMigration());
        assertThat(situation.decision()).isEqualTo(migrate(1, 1));
    }

    @Test
    void a_run_that_was_just_created_is_awaited() {
        var situation = Situation.of(aMigration(), run(1));
        assertThat(situation.decision()).isEqualTo(new Await(situation.run(0)));
    }

    @Test
    void a_run_at_work_is_awaited() {
        var situation = Situation.of(aMigration(), run(1).running());
        assertThat(situation.decision()).isEqualTo(new Await(situation.run(0)));
    }

    @Test
    void a_run_at_work_is_awaited_although_the_target_changed() {
        var situation = Situation.of(aMigration().target("base"), run(1).running());
        assertThat(situation.decision()).isEqualTo(new Await(situation.run(0)));
    }

    @Test
    void a_target_that_changed_under_way_gets_its_run_when_the_other_has_ended() {
        var succeeded = Situation.of(aMigration().target("base"), run(1).succeeded());
        assertThat(succeeded.decision()).isEqualTo(migrate(2, 1));
        var failed = Situation.of(aMigration().target("base"), run(1).failed(Reason.StatementFailed));
        assertThat(failed.decision()).isEqualTo(migrate(2, 1));
    }

    @Test
    void a_run_that_waits_for_its_pod_is_awaited_although_the_image_changed() {
        var situation = Situation.of(aMigration().image("shop/orders:2"), run(1).pending());
        assertThat(situation.decision()).isEqualTo(new Await(situation.run(0)));
    }

    @Test
    void a_stuck_run_is_awaited_while_nothing_changed() {
        var situation = Situation.of(aMigration(), run(1).stuck(Reason.ImagePullFailed, "No such image."));
        assertThat(situation.decision()).isEqualTo(new Await(situation.run(0)));
    }

    @Test
    void a_stuck_run_is_withdrawn_once_the_image_changed() {
        var situation = Situation.of(
                aMigration().image("shop/orders:2"), run(1).stuck(Reason.ImagePullFailed, "No such image."));
        assertThat(situation.decision()).isEqualTo(new Withdraw(situation.run(0)));
    }

    @Test
    void a_run_that_was_withdrawn_is_not_withdrawn_again() {
        var situation = Situation.of(
                aMigration().image("shop/orders:2"),
                run(1).stuck(Reason.ImagePullFailed, "No such image.").superseded());
        assertThat(situation.decision()).isEqualTo(new Await(situation.run(0)));
    }

    @Test
    void what_replaces_a_withdrawn_run_starts_anew() {
        var situation = Situation.of(
                aMigration().image("shop/orders:2"),
                run(1).attempt(4).superseded().failed(Reason.Superseded));
        assertThat(situation.decision()).isEqualTo(migrate(2, 1));
    }

    @Test
    void a_withdrawn_run_is_forgotten_when_the_manifest_is_as_it_was() {
        var situation = Situation.of(aMigration(), run(1).superseded().failed(Reason.Superseded));
        assertThat(situation.decision()).isEqualTo(migrate(2, 1));
    }

    @Test
    void success_settles_it() {
        var situation = Situation.of(aMigration(), run(1).succeeded());
        assertThat(situation.decision()).isEqualTo(new Settled(situation.run(0)));
    }

    @Test
    void settings_of_a_run_do_not_unsettle_a_success() {
        var situation = Situation.of(aMigration().approving("sha256:plan"), run(1).succeeded());
        assertThat(situation.decision()).isEqualTo(new Settled(situation.run(0)));
    }

    @Test
    void to_rehearse_or_not_is_no_reason_to_run_where_nothing_is_to_be_done() {
        var on = Situation.of(aMigration().rehearsal(RehearsalMode.Schema), run(1).succeeded());
        assertThat(on.decision()).isEqualTo(new Settled(on.run(0)));
        var off = Situation.of(
                aMigration(),
                runOf(aMigration().rehearsal(RehearsalMode.Schema), 1).succeeded());
        assertThat(off.decision()).isEqualTo(new Settled(off.run(0)));
    }

    @Test
    void a_rehearsal_that_fails_stalls_it_until_somebody_goes_on_without_one() {
        var rehearsed = aMigration().rehearsal(RehearsalMode.Schema);
        var failed = runOf(rehearsed, 1).failed(Reason.RehearsalFailed);
        assertThat(Situation.of(rehearsed, failed).decision())
                .isEqualTo(new Stall(Reason.RehearsalFailed, "It failed."));
        assertThat(Situation.of(aMigration().rehearsal(RehearsalMode.Never), failed)
                        .decision())
                .isEqualTo(migrate(2, 1));
    }

    @Test
    void another_target_after_success_gets_a_run() {
        var situation = Situation.of(aMigration().target("b2"), run(1).succeeded());
        assertThat(situation.decision()).isEqualTo(migrate(2, 1));
    }

    @Test
    void a_retry_that_is_asked_for_gets_a_run_after_success_and_after_failure() {
        var again = aMigration().retryAsked("Monday");
        assertThat(Situation.of(again, run(1).succeeded()).decision()).isEqualTo(migrate(2, 1));
        assertThat(Situation.of(again, run(1).failed(Reason.StatementFailed)).decision())
                .isEqualTo(migrate(2, 1));
        var onceMore = aMigration().retryAsked("Tuesday");
        assertThat(Situation.of(onceMore, runOf(again, 2).failed(Reason.StatementFailed))
                        .decision())
                .isEqualTo(migrate(3, 1));
    }

    @Test
    void suspended_it_starts_nothing() {
        assertThat(Situation.of(aMigration().suspended()).decision()).isEqualTo(new Suspend());
        assertThat(Situation.of(aMigration().suspended(), run(1).failed(Reason.LockTimeout))
                        .decision())
                .isEqualTo(new Suspend());
    }

    @Test
    void suspended_it_still_tells_of_a_run_under_way_and_of_success() {
        var underWay = Situation.of(aMigration().suspended(), run(1).running());
        assertThat(underWay.decision()).isEqualTo(new Await(underWay.run(0)));
        var settled = Situation.of(aMigration().suspended(), run(1).succeeded());
        assertThat(settled.decision()).isEqualTo(new Settled(settled.run(0)));
    }

    @Test
    void an_older_migration_of_the_same_database_keeps_it_from_starting() {
        var rival = aMigration().named("orders-copy").build();
        var settled = Situation.of(aMigration(), run(1).succeeded()).withRival(rival);
        assertThat(settled.decision())
                .asInstanceOf(type(Stall.class))
                .returns(Reason.DatabaseConflict, Stall::reason)
                .satisfies(stall ->
                        assertThat(stall.message()).contains("shop/orders-copy").contains("delete one of the two"));
        var retargeted =
                Situation.of(aMigration().target("base"), run(1).succeeded()).withRival(rival);
        assertThat(retargeted.decision())
                .asInstanceOf(type(Stall.class))
                .returns(Reason.DatabaseConflict, Stall::reason);
    }

    @Test
    void a_manifest_that_names_another_database_since_is_in_no_known_conflict() {
        var situation = Situation.of(
                        aMigration().database(MigrationBuilder.database("orders-of-its-own", "url", null)),
                        run(1).succeeded())
                .withRival(aMigration().named("orders-copy").build());
        assertThat(situation.decision()).isEqualTo(migrate(2, 1));
    }

    @Test
    void a_plan_that_needs_an_approval_waits_for_it() {
        var situation = Situation.of(aMigration(), run(1).awaitingApproval());
        assertThat(situation.decision()).isEqualTo(new AwaitApproval(situation.run(0)));
    }

    @Test
    void an_approval_starts_another_run() {
        var situation = Situation.of(aMigration().approving("sha256:plan"), run(1).awaitingApproval());
        assertThat(situation.decision()).isEqualTo(migrate(2, 1));
    }

    @Test
    void the_number_of_a_run_is_never_given_again() {
        assertThat(Situation.of(aMigration().remembersRun(7)).decision()).isEqualTo(migrate(8, 1));
        assertThat(Situation.of(aMigration().target("base").remembersRun(7), run(4).succeeded())
                        .decision())
                .isEqualTo(migrate(8, 1));
        assertThat(Situation.of(aMigration().target("base").remembersRun(7), run(8).succeeded())
                        .decision())
                .isEqualTo(migrate(9, 1));
    }
}
