package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Hold;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import org.junit.jupiter.api.Test;

/** Upgrades, downgrades and stamps that people ask for: nothing undoes them by itself. */
class PeoplesMovesTest {
    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    /** A downgrade by one step, from c3 to b2. */
    private static RunBuilder downgraded(int number) {
        return run(number)
                .byPerson(Operation.Downgrade, "-1")
                .now(RunPhase.Succeeded, Reason.Downgraded, "The database is at b2.")
                .endedAt(NOON)
                .moved("c3", "b2");
    }

    private static RunBuilder look(int number, int pending, String... rows) {
        return run(number).looking().observed(pending, rows);
    }

    @Test
    void after_one_it_is_seen_where_the_database_is_compared_with_the_manifest() {
        assertThat(Situation.of(aMigration(), run(1).succeeded(), downgraded(2)).decision())
                .isEqualTo(new Start(new Purpose.Look(), 3, Attempt.FIRST));
    }

    @Test
    void what_it_left_stays() {
        var held = Situation.of(aMigration(), run(1).succeeded(), downgraded(2), look(3, 1, "b2"));
        assertThat(held.decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.Downgraded.name()))
                .satisfies(hold -> assertThat(hold.held().message())
                        .contains("orders-2", "somebody asked for", "left at b2", "stillhouse.dev/retry"));
        assertThat(held.status().revision()).isEqualTo("b2");
        assertThat(held.status().pending()).isEqualTo(1);
    }

    @Test
    void what_is_pending_for_its_own_target_is_not_pending_for_the_manifest() {
        var status =
                Situation.of(aMigration(), run(1).succeeded(), downgraded(2)).status();
        assertThat(status.revision()).isEqualTo("b2");
        assertThat(status.pending()).isNull();
        assertThat(status.pendingRevisions()).isNull();
        assertThat(status.targetRevisions()).isNull();
    }

    @Test
    void what_it_left_stays_although_the_look_failed() {
        var look = run(3).looking().failed(Reason.ConnectionFailed);
        assertThat(Situation.of(aMigration(), run(1).succeeded(), downgraded(2), look)
                        .decision())
                .isInstanceOf(Hold.class);
    }

    @Test
    void one_that_led_to_the_target_of_the_manifest_settles_it() {
        var seen = Situation.of(aMigration(), run(1).succeeded(), downgraded(2), look(3, 0, "b2"));
        assertThat(seen.decision()).isInstanceOf(Settled.class);
        var toHead = run(2).byPerson(Operation.Upgrade, "head")
                .now(RunPhase.Succeeded, Reason.Upgraded, "The database is at c3.")
                .endedAt(NOON)
                .moved("a1", "c3");
        assertThat(Situation.of(aMigration(), run(1).failed(Reason.StatementFailed), toHead)
                        .decision())
                .isInstanceOf(Settled.class);
    }

    @Test
    void it_is_over_when_the_manifest_changes_or_a_retry_is_asked_for() {
        for (MigrationBuilder changed :
                new MigrationBuilder[] {aMigration().target("a1"), aMigration().retryAsked("now")}) {
            assertThat(Situation.of(changed, run(1).succeeded(), downgraded(2), look(3, 1, "b2"))
                            .decision())
                    .isEqualTo(migrate(4, 1));
        }
    }

    @Test
    void one_that_changed_nothing_means_nothing() {
        var refused = run(2).byPerson(Operation.Upgrade, "a1")
                .failed(Reason.WrongDirection)
                .moved("c3", "c3");
        assertThat(Situation.of(aMigration(), run(1).succeeded(), refused).decision())
                .isInstanceOf(Settled.class);
        var neverStarted = run(2).byPerson(Operation.Stamp, "a1").failed(Reason.ImagePullFailed);
        assertThat(Situation.of(aMigration(), run(1).succeeded(), neverStarted).decision())
                .isInstanceOf(Settled.class);
    }

    @Test
    void one_that_failed_half_way_is_left_to_a_person() {
        var failed = run(2).byPerson(Operation.Downgrade, "base")
                .failed(Reason.StatementFailed)
                .moved("c3", "b2");
        assertThat(Situation.of(aMigration(), run(1).succeeded(), failed, look(3, 1, "b2"))
                        .decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().message()).contains("did not end well", "until somebody"));
    }

    @Test
    void a_suspended_migration_is_held_without_a_look() {
        assertThat(Situation.of(aMigration().suspended(), run(1).succeeded(), downgraded(2))
                        .decision())
                .isInstanceOf(Hold.class);
    }

    @Test
    void one_of_unknown_outcome_is_settled_first() {
        var lost = run(2).byPerson(Operation.Stamp, "b2");
        assertThat(Situation.of(aMigration(), run(1).succeeded(), lost.unknown())
                        .decision())
                .isEqualTo(Situation.observe(3, 1, "orders-2"));
        var settled = Situation.of(
                aMigration(),
                run(1).succeeded(),
                lost.now(RunPhase.Succeeded, Reason.Settled, "It is at the target.")
                        .moved("c3", "b2"),
                run(3).settling("orders-2", Operation.Stamp, "b2").observed(0, "b2"),
                look(4, 1, "b2"));
        assertThat(settled.decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.Settled.name()));
    }

    /** What -1 means now is another step down. */
    @Test
    void a_relative_target_settles_nothing() {
        var lost = run(2).byPerson(Operation.Downgrade, "-1");
        var world = Situation.of(aMigration(), run(1).succeeded(), lost.unknown());
        var question = RunFactory.create(world.world(), Situation.observe(3, 1, "orders-2"));
        assertThat(question.getSpec().targetsOrTarget()).containsExactly("heads");
        var settled = Situation.of(
                aMigration(),
                run(1).succeeded(),
                lost.failed(Reason.Lost),
                run(3).settling("orders-2", Operation.Downgrade, "heads").observed(0, "b2"),
                look(4, 1, "b2"));
        assertThat(settled.decision())
                .asInstanceOf(type(Hold.class))
                .satisfies(hold -> assertThat(hold.held().reason()).isEqualTo(Reason.Lost.name()));
    }

    private static RunBuilder upgraded(int number) {
        return run(number)
                .byPerson(Operation.Upgrade, "c3")
                .now(RunPhase.Succeeded, Reason.Upgraded, "The database is at c3.")
                .endedAt(NOON)
                .moved("a1", "c3");
    }

    @Test
    void what_was_seen_at_the_target_stays_so_though_a_later_look_failed() {
        var seen = Situation.of(
                aMigration(), upgraded(1), look(2, 0, "c3"), run(3).looking().failed(Reason.ConnectionFailed));
        assertThat(seen.decision())
                .asInstanceOf(type(Settled.class))
                .returns("orders-2", settled -> settled.run().getMetadata().getName());
    }

    @Test
    void a_look_that_was_withdrawn_has_not_seen_it() {
        var withdrawn = run(2).looking().failed(Reason.Superseded).superseded();
        assertThat(Situation.of(aMigration(), upgraded(1), withdrawn).decision())
                .isEqualTo(new Start(new Purpose.Look(), 3, Attempt.FIRST));
    }

    @Test
    void a_look_at_another_database_does_not_release_what_it_left() {
        var other = aMigration().database(MigrationBuilder.database("other-db", "url", null));
        var elsewhere = runOf(other, 4).looking().observed(0, "c3");
        assertThat(Situation.of(other, run(1).succeeded(), downgraded(2), look(3, 1, "b2"), elsewhere)
                        .decision())
                .isInstanceOf(Hold.class);
    }
}
