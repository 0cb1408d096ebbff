package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.DriftCheckSpec.OnDrift;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Somebody else moves the database; it is noticed when it is read again. */
class DriftTest {
    private static final Start LOOK = new Start(new Purpose.Look(), 2, Attempt.FIRST);

    private static MigrationBuilder checked(OnDrift onDrift) {
        return aMigration().driftCheck("30m", onDrift);
    }

    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    private static RunBuilder look(int number, int pending, String... rows) {
        return run(number).looking().observed(pending, rows);
    }

    @Test
    void the_database_is_read_again_when_the_interval_is_over() {
        var world = Situation.of(checked(OnDrift.Report), run(1).succeeded());
        assertThat(world.decision()).isInstanceOf(Settled.class);
        assertThat(world.at(NOON.plus(Duration.ofMinutes(29))).decision()).isInstanceOf(Settled.class);
        assertThat(world.at(NOON.plus(Duration.ofMinutes(33))).decision()).isEqualTo(LOOK);
        assertThat(Looks.next(world.world()))
                .hasValueSatisfying(at ->
                        assertThat(at).isBetween(NOON.plus(Duration.ofMinutes(30)), NOON.plus(Duration.ofMinutes(33))));
    }

    @Test
    void it_is_never_read_again_unasked() {
        var later = NOON.plus(Duration.ofDays(30));
        assertThat(Situation.of(aMigration(), run(1).succeeded()).at(later).decision())
                .isInstanceOf(Settled.class);
        assertThat(Situation.of(checked(OnDrift.Migrate).suspended(), run(1).succeeded())
                        .at(later)
                        .decision())
                .isInstanceOf(Settled.class);
    }

    @Test
    void a_look_that_failed_is_not_repeated_at_once() {
        var world = Situation.of(
                checked(OnDrift.Report),
                run(1).succeeded().endedAt(NOON.minus(Duration.ofHours(2))),
                run(2).looking().failed(Reason.ConnectionFailed));
        assertThat(world.decision()).isInstanceOf(Settled.class);
        assertThat(world.at(NOON.plus(Duration.ofMinutes(33))).decision()).isInstanceOf(Start.class);
    }

    @Test
    void nothing_is_said_while_the_database_is_where_it_was_left() {
        var world = Situation.of(checked(OnDrift.Report), run(1).succeeded(), look(2, 0, "c3"));
        assertThat(world.decision()).isInstanceOf(Settled.class);
        assertThat(world.standing().truths()).containsExactly(ConditionType.Ready);
    }

    @Test
    void drift_is_told_with_what_to_do() {
        var world = Situation.of(checked(OnDrift.Report), run(1).succeeded(), look(2, 1, "b2"));
        assertThat(world.decision()).asInstanceOf(type(Stall.class)).satisfies(stall -> {
            assertThat(stall.reason()).isEqualTo(Reason.Drifted);
            assertThat(stall.message())
                    .contains("orders-1 left the database at c3", "orders-2 found it at b2", "retry");
        });
        assertThat(world.standing().truths()).containsExactlyInAnyOrder(ConditionType.Stalled, ConditionType.Drifted);
        assertThat(world.standing().isTrouble()).isTrue();
        assertThat(world.status().revision()).isEqualTo("b2");
        assertThat(world.status().pending()).isEqualTo(1);
    }

    @Test
    void drift_to_a_revision_that_no_project_knows_is_told_too() {
        var lost = run(2).looking().failed(Reason.UnknownRevision).isLostAt("z9", "c3");
        var world = Situation.of(checked(OnDrift.Report), run(1).succeeded(), lost);
        assertThat(world.decision())
                .asInstanceOf(type(Stall.class))
                .satisfies(stall -> assertThat(stall.message()).contains("at z9"));
    }

    @Test
    void drift_that_leaves_the_target_true_keeps_it_ready() {
        var world = Situation.of(checked(OnDrift.Migrate), run(1).succeeded(), look(2, 0, "c3", "x1"));
        assertThat(world.decision()).isInstanceOf(Settled.class);
        assertThat(world.standing().truths()).containsExactlyInAnyOrder(ConditionType.Ready, ConditionType.Drifted);
        assertThat(world.standing().message()).contains("somebody else has moved it");
    }

    @Test
    void it_is_corrected_only_where_the_manifest_says_so() {
        assertThat(Situation.of(checked(OnDrift.Migrate), run(1).succeeded(), look(2, 1, "b2"))
                        .decision())
                .isEqualTo(migrate(3, 1));
        assertThat(Situation.of(checked(OnDrift.Migrate).suspended(), run(1).succeeded(), look(2, 1, "b2"))
                        .decision())
                .isInstanceOf(Stall.class);
    }

    @Test
    void it_is_over_when_the_database_is_back_or_a_run_has_moved_it() {
        var back = Situation.of(checked(OnDrift.Report), run(1).succeeded(), look(2, 1, "b2"), look(3, 0, "c3"));
        assertThat(back.standing().truths()).containsExactly(ConditionType.Ready);
        var moved = Situation.of(checked(OnDrift.Report), run(1).succeeded(), look(2, 1, "b2"), run(3).succeeded());
        assertThat(moved.standing().truths()).containsExactly(ConditionType.Ready);
    }

    @Test
    void a_person_who_looks_finds_it_too() {
        var look = look(2, 1, "b2").byPerson(Operation.Observe, "head");
        assertThat(Situation.of(aMigration(), run(1).succeeded(), look).decision())
                .isInstanceOf(Stall.class);
    }

    private static RunBuilder downgraded(int number) {
        return run(number)
                .byPerson(Operation.Downgrade, "-1")
                .now(RunPhase.Succeeded, Reason.Downgraded, "The database is at b2.")
                .endedAt(NOON)
                .moved("c3", "b2");
    }

    @Test
    void two_databases_are_not_compared() {
        var other = aMigration().database(MigrationBuilder.database("other-db", "url", null));
        var elsewhere = runOf(other, 4).looking().observed(3, "a1");
        assertThat(Situation.of(other, run(1).succeeded(), downgraded(2), look(3, 1, "b2"), elsewhere)
                        .standing()
                        .truths())
                .containsExactly(ConditionType.Stalled);
    }

    @Test
    void what_somebody_asked_for_is_no_drift_though_its_run_is_deleted() {
        var held = Situation.of(aMigration(), run(1).succeeded(), downgraded(2), look(3, 1, "b2"))
                .status();
        var deleted = Situation.of(aMigration().status(held), run(1).succeeded(), look(3, 1, "b2"));
        assertThat(deleted.standing().truths()).containsExactly(ConditionType.Stalled);
    }
}
