package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.ExecutionBuilder.anExecution;
import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.DriftCheckSpec.OnDrift;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.RetryLater;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What follows a run whose pod Kubernetes took away: another one, which is no further attempt. */
class DisruptionTest {
    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    @Test
    void a_long_migration_outlives_twenty_evictions_and_does_not_spin() {
        var run = run(1);
        var now = NOON;
        var pauses = new ArrayList<Duration>();
        for (var evictions = 1; evictions <= 20; evictions++) {
            var evicted =
                    Situation.of(aMigration(), run.failed(Reason.Disrupted).endedAt(now));
            var later = (RetryLater) evicted.at(now).decision();
            pauses.add(Duration.between(now, later.due()));
            now = later.due();
            assertThat(evicted.at(now).decision())
                    .isEqualTo(new Start(new Purpose.Migrate(), evictions + 1, new Attempt(1, evictions)));
            run = RunBuilder.like(evicted.at(now).started().orElseThrow());
        }
        assertThat(pauses)
                .startsWith(Duration.ofSeconds(10), Duration.ofSeconds(20))
                .endsWith(Duration.ofMinutes(5));
        assertThat(Situation.of(aMigration(), run.failed(Reason.LockTimeout).endedAt(now))
                        .at(now.plusSeconds(10))
                        .decision())
                .isEqualTo(new Start(new Purpose.Migrate(), 22, new Attempt(2, 20)));
    }

    @Test
    void even_the_last_attempt_is_not_used_up() {
        var never = aMigration().execution(anExecution().retries(0));
        var situation = Situation.of(never, runOf(never, 1).failed(Reason.Disrupted));
        assertThat(situation.at(secondsLater(10)).decision())
                .isEqualTo(new Start(new Purpose.Migrate(), 2, new Attempt(1, 1)));
    }

    @Test
    void it_is_told_how_often() {
        assertThat(Situation.of(aMigration(), run(4).disruptions(2).failed(Reason.Disrupted))
                        .standing()
                        .message())
                .isEqualTo(
                        "It failed. Attempt 1 of 6 follows at 2030-01-01T12:00:40Z. It is the same one, as a pod that Kubernetes takes away is no attempt: that was so 3 times.");
        assertThat(Situation.of(aMigration(), run(9).attempt(6).disruptions(3).failed(Reason.LockTimeout))
                        .at(secondsLater(3600))
                        .decision())
                .asInstanceOf(type(Stall.class))
                .satisfies(
                        stall -> assertThat(stall.message())
                                .contains(
                                        "Gave up after 6 attempts (and 3 that do not count, as Kubernetes took the pod away)."));
    }

    @Test
    void a_run_that_settles_another_goes_on_too() {
        var evicted = Situation.of(
                aMigration(),
                run(1).attempt(6).unknown(),
                run(2).attempt(6).settling("orders-1").failed(Reason.Disrupted));
        assertThat(evicted.decision()).isInstanceOf(RetryLater.class);
        assertThat(evicted.at(secondsLater(10)).decision())
                .isEqualTo(new Start(new Purpose.Settle(RunBuilder.ref("orders-1")), 3, new Attempt(6, 1)));
    }

    @Test
    void so_does_one_that_settles_what_somebody_asked_for() {
        var evicted = Situation.of(
                aMigration(),
                run(1).attempt(6).byPerson(Operation.Downgrade, "a1").unknown(),
                run(2).attempt(6)
                        .settling("orders-1", Operation.Downgrade, "a1")
                        .failed(Reason.Disrupted));
        assertThat(evicted.at(secondsLater(10)).decision())
                .isEqualTo(new Start(new Purpose.Settle(RunBuilder.ref("orders-1")), 3, new Attempt(6, 1)));
    }

    /** The next one would otherwise come when it is due anyway, perhaps a day later. */
    @Test
    void a_look_is_repeated_after_a_pause_and_takes_no_truth_away() {
        var daily = aMigration().driftCheck("24h", OnDrift.Report);
        var evicted = Situation.of(daily, runOf(daily, 1).succeeded(), look(2).failed(Reason.Disrupted));
        assertThat(evicted.at(secondsLater(9)).decision()).isInstanceOf(MigrationDecision.Settled.class);
        // Each waits for a tenth at most that is its own.
        assertThat(evicted.at(secondsLater(11)).decision())
                .isEqualTo(new Start(new Purpose.Look(), 3, new Attempt(1, 1)));
    }

    @Test
    void what_a_look_was_to_tell_of_a_move_is_still_to_be_told() {
        var evicted = Situation.of(
                aMigration().target("b2"),
                runOf(aMigration().target("b2"), 1).succeeded(),
                runOf(aMigration().target("b2"), 2)
                        .byPerson(Operation.Downgrade, "-1")
                        .succeeded()
                        .moved("c3", "b2"),
                look(3).failed(Reason.Disrupted));
        assertThat(evicted.decision())
                .asInstanceOf(type(RetryLater.class))
                .satisfies(later -> assertThat(later.due()).isEqualTo(secondsLater(10)))
                .satisfies(later -> assertThat(later.leavesDatabase()).isTrue());
        assertThat(evicted.at(secondsLater(10)).decision())
                .isEqualTo(new Start(new Purpose.Look(), 4, new Attempt(1, 1)));
    }

    @Test
    void after_the_wish_has_changed_it_is_counted_anew() {
        var evicted =
                Situation.of(aMigration().target("base"), run(4).disruptions(7).failed(Reason.Disrupted));
        assertThat(evicted.decision()).isEqualTo(migrate(5, 1));
    }

    private static RunBuilder look(int number) {
        return run(number).looking();
    }
}
