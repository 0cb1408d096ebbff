package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DriftCheckSpec.OnDrift;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Await;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.operator.migration.MigrationDecision.Suspend;
import dev.stillhouse.operator.migration.MigrationDecision.Withdraw;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;

/** A run that has only been queued is taken back when something else is wanted. */
class QueuedRunsStandBackTest {
    private static RunBuilder queued(RunBuilder run) {
        return run.now(RunPhase.Pending, Reason.Queued, "It waits for its turn.");
    }

    private static RunBuilder queued(MigrationBuilder migration) {
        return queued(Situation.runOf(migration, 1));
    }

    @Test
    void it_is_awaited_while_nothing_has_changed() {
        var migration = aMigration();
        assertThat(Situation.of(migration, queued(migration)).decision()).isInstanceOf(Await.class);
    }

    @Test
    void it_goes_for_a_changed_manifest() {
        var run = queued(aMigration());
        assertThat(Situation.of(aMigration().image("shop/orders:2"), run).decision())
                .isInstanceOf(Withdraw.class);
    }

    @Test
    void it_goes_when_the_manifest_is_suspended_and_comes_again_after_that() {
        var run = queued(aMigration());
        var suspended = aMigration().suspended();
        assertThat(Situation.of(suspended, run).decision()).isInstanceOf(Withdraw.class);
        var withdrawn =
                Situation.runOf(aMigration(), 1).failed(Reason.Superseded).superseded();
        assertThat(Situation.of(aMigration().suspended(), withdrawn).decision()).isInstanceOf(Suspend.class);
        assertThat(Situation.of(aMigration(), withdrawn).decision())
                .isInstanceOfSatisfying(
                        Start.class, start -> assertThat(start.purpose()).isEqualTo(new Purpose.Migrate()));
    }

    @Test
    void it_goes_before_what_somebody_asks_for() {
        var request = asked(Operation.Backup);
        var migration = aMigration();
        assertThat(Situation.of(migration, queued(migration))
                        .withWaiting(request)
                        .decision())
                .isInstanceOf(Withdraw.class);
        var look = queued(Situation.runOf(migration, 1).looking());
        assertThat(Situation.of(migration, look).withWaiting(request).decision())
                .isInstanceOf(Withdraw.class);
    }

    @Test
    void what_somebody_has_asked_for_stays() {
        var migration = aMigration();
        var run = queued(Situation.runOf(migration, 1).byPerson(Operation.Backup, null));
        assertThat(Situation.of(migration, run)
                        .withWaiting(asked(Operation.Backup).named("later"))
                        .decision())
                .isInstanceOf(Await.class);
        assertThat(Situation.of(aMigration().suspended(), run).decision()).isInstanceOf(Await.class);
    }

    @Test
    void how_a_lost_run_has_ended_is_found_out_whatever_is_wanted() {
        var migration = aMigration();
        var settling = queued(Situation.runOf(migration, 2).settling("orders-1"));
        var lost = Situation.runOf(migration, 1).unknown();
        assertThat(Situation.of(migration, lost, settling)
                        .withWaiting(asked(Operation.Backup))
                        .decision())
                .isInstanceOf(Await.class);
    }

    @Test
    void one_that_has_a_pod_that_starts_stays() {
        var migration = aMigration();
        var starting = Situation.runOf(migration, 1).pending();
        assertThat(Situation.of(migration, starting)
                        .withWaiting(asked(Operation.Backup))
                        .decision())
                .isInstanceOf(Await.class);
    }

    /** Nobody else would read the database for the lost run. */
    @Test
    void how_a_lost_run_has_ended_is_found_out_though_the_manifest_has_changed() {
        var lost = Situation.runOf(aMigration(), 1)
                .byPerson(Operation.Downgrade, "a1")
                .unknown();
        var settling = queued(Situation.runOf(aMigration(), 2).settling("orders-1", Operation.Downgrade, "a1"));
        assertThat(Situation.of(aMigration().image("shop/orders:2"), lost, settling)
                        .decision())
                .isInstanceOf(Await.class);
    }

    @Test
    void what_was_withdrawn_leaves_all_as_it_was() {
        var checked = aMigration().driftCheck("24h", OnDrift.Report);
        var settled = Situation.runOf(checked, 1).succeeded();
        var drifted = Situation.runOf(checked, 2).looking().observed(1, "b2");
        var bumped = Situation.runOf(aMigration().image("shop/orders:2"), 3)
                .failed(Reason.Superseded)
                .superseded();
        assertThat(Situation.of(checked, settled, bumped).decision()).isInstanceOf(Settled.class);
        assertThat(Situation.of(checked, settled, drifted, bumped).decision())
                .isInstanceOfSatisfying(
                        Stall.class, stall -> assertThat(stall.reason()).isEqualTo(Reason.Drifted));
    }

    @Test
    void standing_back_gives_no_further_attempts() {
        var last = Situation.runOf(aMigration(), 6).attempt(6).failed(Reason.LockTimeout);
        var fifth = Situation.runOf(aMigration(), 5).attempt(5).failed(Reason.LockTimeout);
        var withdrawn = Situation.runOf(aMigration(), 7)
                .attempt(6)
                .failed(Reason.Superseded)
                .superseded();
        assertThat(Situation.of(aMigration(), last, withdrawn).decision()).isInstanceOf(Stall.class);
        assertThat(Situation.of(aMigration(), fifth, withdrawn)
                        .at(NOON.plusSeconds(3600))
                        .decision())
                .isEqualTo(Situation.migrate(8, 6));
    }
}
