package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.secondsLater;
import static dev.stillhouse.operator.migration.Situation.runOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.DatabaseIdentity;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.LastRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunResult;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationStatusesTest {
    private static RunBuilder run(int number) {
        return runOf(aMigration(), number);
    }

    @Test
    void it_speaks_of_the_generation_that_was_decided_about() {
        var status = Situation.of(aMigration().generation(7)).status();
        assertThat(status.observedGeneration()).isEqualTo(7);
        assertThat(status.conditions()).isNotEmpty().allMatch(condition -> condition.getObservedGeneration() == 7);
    }

    @Test
    void before_the_first_run_has_read_the_database_nothing_is_known_of_it() {
        var status = Situation.of(aMigration()).status();
        assertThat(status.revision()).isNull();
        assertThat(status.pending()).isNull();
        assertThat(status.database()).isNull();
        assertThat(status.lastSuccessTime()).isNull();
        assertThat(status.lastRun()).isEqualTo(new LastRun("orders-1", 1, "uid-of-orders-1", false));
    }

    @Test
    void after_success_it_tells_what_the_run_saw() {
        var status = Situation.of(aMigration(), run(4).succeeded()).status();
        assertThat(status.revision()).isEqualTo("c3");
        assertThat(status.currentRevisions()).containsExactly("c3");
        assertThat(status.targetRevisions()).containsExactly("c3");
        assertThat(status.pending()).isZero();
        assertThat(status.imageDigest()).isEqualTo("shop/orders@sha256:run4");
        assertThat(status.lastSuccessTime()).isEqualTo(NOON.toString());
        assertThat(status.lastRun()).isEqualTo(new LastRun("orders-4", 4, null, true));
        assertThat(status.nextAttemptTime()).isNull();
    }

    @Test
    void an_empty_database_is_at_base() {
        assertThat(Situation.of(aMigration(), run(1).succeeded().saw(0))
                        .status()
                        .revision())
                .isEqualTo("base");
    }

    @Test
    void what_a_run_did_not_learn_is_known_from_the_one_before() {
        var status = Situation.of(aMigration(), run(1).succeeded(), run(2).failed(Reason.ConnectionFailed))
                .status();
        assertThat(status.revision()).isEqualTo("c3");
        assertThat(status.imageDigest()).isNull();
    }

    @Test
    void what_no_run_knows_any_more_is_known_from_the_status() {
        var known = Situation.of(aMigration(), run(1).succeeded()).status();
        var status = Situation.of(aMigration().status(known).target("base")).status();
        assertThat(status.revision()).isEqualTo("c3");
        assertThat(status.imageDigest()).isEqualTo("shop/orders@sha256:run1");
        assertThat(status.lastSuccessTime()).isEqualTo(NOON.toString());
    }

    @Test
    void steps_to_go_are_unknown_after_a_run_that_does_not_know() {
        var known = Situation.of(aMigration(), run(1).succeeded()).status();
        var status = Situation.of(
                        aMigration().status(known),
                        run(1).succeeded(),
                        run(2).failed(Reason.StatementFailed).saw(null, "b2"))
                .status();
        assertThat(status.revision()).isEqualTo("b2");
        assertThat(status.pending()).isNull();
    }

    @Test
    void the_digest_of_the_image_is_that_of_the_last_success() {
        var known = Situation.of(aMigration(), run(1).succeeded()).status();
        var status = Situation.of(
                        aMigration().status(known),
                        run(2).failed(Reason.StatementFailed).saw(null, "b2"))
                .status();
        assertThat(status.imageDigest()).isEqualTo("shop/orders@sha256:run1");
        assertThat(status.lastSuccessTime()).isEqualTo(NOON.toString());
    }

    @Test
    void the_identity_of_the_database_is_kept_for_noticing_rivals() {
        var identity = new DatabaseIdentity("7301", "orders", "17.6", "public.alembic_version");
        var result = new RunResult(null, List.of("c3"), null, 0, null, null, identity, null, null, null);
        var status =
                Situation.of(aMigration(), run(1).succeeded().result(result)).status();
        assertThat(status.database()).isEqualTo(identity);
    }

    @Test
    void the_next_attempt_is_announced_and_the_announcement_goes_again() {
        var waiting = Situation.of(aMigration(), run(1).failed(Reason.LockTimeout));
        assertThat(waiting.status().nextAttemptTime())
                .isEqualTo(secondsLater(10).toString());
        assertThat(waiting.at(secondsLater(10)).status().nextAttemptTime()).isNull();
    }

    @Test
    void the_newest_number_is_remembered_when_all_runs_were_deleted() {
        var status = Situation.of(aMigration().suspended().remembersRun(7)).status();
        assertThat(status.lastRun()).isEqualTo(new LastRun("orders-7", 7, "uid-of-orders-7", true));
    }

    @Test
    void the_newest_number_is_remembered_when_its_run_was_deleted() {
        var status =
                Situation.of(aMigration().remembersRun(7), run(5).succeeded()).status();
        assertThat(status.lastRun()).extracting(LastRun::number).isEqualTo(7);
    }

    @Test
    void nothing_changes_when_nothing_changed() {
        var first = Situation.of(aMigration(), run(1).running()).status();
        var second = Situation.of(aMigration().status(first), run(1).running())
                .at(secondsLater(500))
                .status();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void the_old_status_is_left_as_it_was() {
        var old = Situation.of(aMigration(), run(1).succeeded()).status();
        var copy = new DatabaseMigrationStatus(
                old.observedGeneration(),
                List.copyOf(old.conditions()),
                old.revision(),
                List.copyOf(old.currentRevisions()),
                old.lastReadTime(),
                old.target(),
                List.copyOf(old.targetRevisions()),
                old.pending(),
                old.pendingRevisions(),
                old.imageDigest(),
                old.appliedWith(),
                old.database(),
                old.lastRun(),
                old.lastSuccessTime(),
                old.nextAttemptTime(),
                old.lastBackup(),
                old.held(),
                old.requests());
        Situation.of(aMigration().status(old).target("base")).status();
        assertThat(old).isEqualTo(copy);
    }
}
