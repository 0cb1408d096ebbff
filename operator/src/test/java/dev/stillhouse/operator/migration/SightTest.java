package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DriftCheckSpec.OnDrift;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.ConditionType;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.migration.MigrationDecision.Hold;
import dev.stillhouse.operator.migration.MigrationDecision.Settled;
import dev.stillhouse.operator.migration.MigrationDecision.Stall;
import dev.stillhouse.operator.migration.MigrationDecision.Start;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The run that has read the database last is deleted: what an older one has read is not true any more. */
class SightTest {
    private static final Instant EARLIER = NOON.minus(Duration.ofHours(1));

    private static RunBuilder migrated() {
        return runOf(aMigration(), 1).succeeded().endedAt(EARLIER);
    }

    private static RunBuilder restored() {
        return runOf(aMigration(), 2)
                .restoring("orders-1", RestoreMode.Swap)
                .now(RunPhase.Succeeded, Reason.Restored, "The database is what it was.")
                .endedAt(NOON)
                .saw(1, "b2");
    }

    private static RunBuilder look(int number) {
        return runOf(aMigration(), number).looking();
    }

    private static DatabaseMigrationStatus afterTheRestore() {
        return Situation.of(aMigration(), migrated(), restored()).status();
    }

    @Test
    void it_is_read_again_and_stands_meanwhile_as_it_stood() {
        var lost = Situation.of(aMigration().status(afterTheRestore()), migrated());

        assertThat(lost.decision()).isEqualTo(new Start(new Purpose.Look(), 3, Attempt.FIRST));
        assertThat(lost.status().revision()).isEqualTo("b2");
        assertThat(lost.status().lastReadTime()).isEqualTo(afterTheRestore().lastReadTime());
        assertThat(lost.status().conditions()).isEqualTo(afterTheRestore().conditions());

        var read = Situation.of(aMigration().status(lost.status()), migrated(), look(3).observed(1, "b2"));
        assertThat(read.decision()).isInstanceOf(Hold.class);
        assertThat(read.status().revision()).isEqualTo("b2");
    }

    @Test
    void one_that_cannot_read_it_is_not_repeated_without_end() {
        var lost = Situation.of(
                aMigration().status(afterTheRestore()), migrated(), look(3).failed(Reason.AuthenticationFailed));
        assertThat(lost.decision()).isInstanceOf(Hold.class);
        assertThat(lost.status().revision()).isEqualTo("b2");
    }

    @Test
    void what_was_brought_back_without_its_status_and_its_runs_is_read_too() {
        var memory = Memory.of(aMigration().status(afterTheRestore()).build(), Optional.empty());
        var lost = Situation.of(aMigration()).remembering(memory);

        assertThat(lost.decision()).isEqualTo(new Start(new Purpose.Look(), 1, Attempt.FIRST));
        assertThat(lost.status().held()).isNotNull();

        var read = Situation.of(aMigration(), look(1).observed(1, "b2")).remembering(memory);
        assertThat(read.decision()).isInstanceOf(Hold.class);
        assertThat(read.status().revision()).isEqualTo("b2");
    }

    @Test
    void nothing_is_read_while_it_is_suspended() {
        var lost = Situation.of(aMigration().status(afterTheRestore()).suspended(), migrated());
        assertThat(lost.decision()).isInstanceOf(Hold.class);
        assertThat(lost.status().revision()).isEqualTo("b2");
    }

    @Test
    void drift_does_not_go_with_the_look_that_found_it() {
        var checked = aMigration().driftCheck("2h", OnDrift.Report);
        var drifted =
                Situation.of(checked, migrated(), look(2).observed(1, "b2").endedAt(NOON));
        assertThat(drifted.decision()).isInstanceOf(Stall.class);

        var lost = Situation.of(checked.status(drifted.status()), migrated());

        assertThat(lost.decision()).isEqualTo(new Start(new Purpose.Look(), 3, Attempt.FIRST));
        assertThat(lost.status().conditions())
                .filteredOn(condition -> "True".equals(condition.getStatus()))
                .extracting(condition -> condition.getType())
                .contains(ConditionType.Drifted.name());
    }

    @Test
    void nothing_is_read_again_while_the_run_that_read_it_is_there() {
        var settled = Situation.of(aMigration(), migrated());
        assertThat(Situation.of(aMigration().status(settled.status()), migrated())
                        .decision())
                .asInstanceOf(type(Settled.class))
                .returns("orders-1", decision -> decision.run().getMetadata().getName());
    }

    /** All readings would be older than the one on record, and each look would be followed by another at once. */
    @Test
    void a_clock_that_was_set_back_lets_no_look_follow_another_without_end() {
        var ahead = restored().endedAt(NOON.plus(Duration.ofHours(1)));
        var known = Situation.of(aMigration(), migrated(), ahead).status();
        var lost = Situation.of(aMigration().status(known), migrated()).status();

        var read = Situation.of(aMigration().status(lost), migrated(), look(3).observed(2, "a1"));
        assertThat(read.decision()).isInstanceOf(Hold.class);
        assertThat(read.status().revision()).isEqualTo("a1");

        var unread = Situation.of(aMigration().status(lost), migrated(), look(3).failed(Reason.AuthenticationFailed));
        assertThat(unread.decision()).isInstanceOf(Hold.class);
    }

    @Test
    void a_migration_after_a_clock_was_set_back_tells_where_the_database_is() {
        var before = Situation.of(aMigration(), migrated().endedAt(NOON.plusSeconds(60)))
                .status();
        var bumped = aMigration().image("shop/orders:2");
        var started = Situation.of(bumped.status(before), migrated().endedAt(NOON.plusSeconds(60)))
                .status();
        var done = Situation.of(
                bumped.status(started),
                migrated().endedAt(NOON.plusSeconds(60)),
                runOf(bumped, 2).succeeded().saw(0, "d4"));
        assertThat(done.decision()).isInstanceOf(Settled.class);
        assertThat(done.status().revision()).isEqualTo("d4");
    }

    @Test
    void a_look_that_was_not_let_end_has_not_read_it() {
        for (var why : List.of(Reason.Disrupted, Reason.Superseded)) {
            var lost = Situation.of(aMigration().status(afterTheRestore()), migrated(), look(3).failed(why));
            assertThat(lost.at(NOON.plusSeconds(60)).decision())
                    .isInstanceOfSatisfying(
                            Start.class, start -> assertThat(start.purpose()).isEqualTo(new Purpose.Look()));
        }
    }
}
