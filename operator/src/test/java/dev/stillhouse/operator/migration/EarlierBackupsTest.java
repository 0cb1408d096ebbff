package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static dev.stillhouse.operator.fixture.Times.text;
import static dev.stillhouse.operator.migration.Situation.migrate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.BackupSpec;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.EarlierBackup;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus.RunBackup;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.fixture.Backups;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupScope;
import dev.stillhouse.report.BackupState;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which backup a new run is offered in place of one of its own. */
class EarlierBackupsTest {
    private static final EarlierBackup FIRST =
            new EarlierBackup("orders-1-backup", "sha256:manifest", "sha256:plan", text(NOON), 4000);

    private static MigrationBuilder manifest() {
        return aMigration().backup(Backups.kept(5, null));
    }

    private static RunBuilder run(int number) {
        return Situation.runOf(manifest(), number);
    }

    private static RunBuilder took(RunBuilder run, String name, BackupState state, @Nullable String plan) {
        return run.tookBackup(new RunBackup(
                true,
                "A step can lose data.",
                name,
                state,
                List.of("a1"),
                text(NOON),
                "sha256:manifest",
                1024L,
                BackupScope.Database,
                null,
                null,
                12,
                1234L,
                4000L,
                null,
                null,
                null,
                plan));
    }

    private static RunBuilder first() {
        return took(run(1), "orders-1-backup", BackupState.Verified, "sha256:plan");
    }

    private static Optional<EarlierBackup> offered(
            MigrationBuilder manifest, MigrationDecision.Start start, RunBuilder... runs) {
        return Optional.ofNullable(
                RunFactory.create(Situation.of(manifest, runs).world(), start)
                        .getSpec()
                        .earlierBackup());
    }

    private static Optional<EarlierBackup> offered(RunBuilder... runs) {
        return offered(manifest(), migrate(9, 2), runs);
    }

    @ParameterizedTest
    @EnumSource(names = {"LockTimeout", "StatementFailed", "PlanChanged", "DeadlineExceeded", "Disrupted", "Cancelled"})
    void the_next_attempt_is_offered_that_of_the_one_before(Reason why) {
        assertThat(offered(first().failed(why))).contains(FIRST);
    }

    @ParameterizedTest
    @EnumSource(names = {"Lost", "OutcomeUnknown"})
    void so_is_one_of_a_run_that_was_lost_once_its_rows_were_found_as_they_were(Reason why) {
        assertThat(offered(first().failed(why))).isEmpty();
        assertThat(offered(first().failed(why), run(2).settling("orders-1").observed(1, "a1")))
                .contains(FIRST);
    }

    @Test
    void so_is_one_after_attempts_that_did_not_get_as_far() {
        assertThat(offered(
                        first().failed(Reason.LockTimeout),
                        run(2).failed(Reason.ConnectionFailed),
                        run(3).superseded().failed(Reason.Superseded)))
                .contains(FIRST);
    }

    @Test
    void so_is_one_after_looks_and_after_what_is_aside() {
        assertThat(offered(
                        first().failed(Reason.Lost),
                        run(2).settling("orders-1").observed(1, "a1"),
                        run(3).looking().observed(1, "a1"),
                        run(4).operation(Operation.Backup).succeeded()))
                .contains(FIRST);
    }

    /** What the second one has used is still the first one's. */
    @Test
    void what_was_used_is_offered_again() {
        var again = took(run(2), "orders-1-backup", BackupState.Verified, "sha256:plan");
        assertThat(offered(first().failed(Reason.LockTimeout), again.failed(Reason.LockTimeout)))
                .contains(FIRST);
    }

    @Test
    void the_newest_is_offered() {
        var second = took(run(2), "orders-2-backup", BackupState.Verified, "sha256:plan");
        assertThat(offered(first().failed(Reason.LockTimeout), second.failed(Reason.LockTimeout))
                        .map(EarlierBackup::name))
                .contains("orders-2-backup");
    }

    @Test
    void a_person_who_asks_for_an_upgrade_is_offered_it_too() {
        var start = new MigrationDecision.Start(
                new Purpose.CarryOut(asked(Operation.Upgrade).build()), 9, Attempt.FIRST);
        assertThat(offered(manifest(), start, first().failed(Reason.StatementFailed)))
                .contains(FIRST);
    }

    static Stream<List<RunBuilder>> pasts() {
        return Stream.of(
                List.of(),
                // It has done what it was for.
                List.of(first().succeeded()),
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).moved("a1", "b2").succeeded()),
                // A part of it is done: the version rows are others, and a later run may have made them the same.
                List.of(first().moved("a1", "b2").failed(Reason.LockTimeout)),
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).moved("a1", "b2").failed(Reason.LockTimeout)),
                // Whatever is said of these, the data may be another.
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).restoring("other", RestoreMode.Swap).succeeded()),
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).restoring("other", RestoreMode.Swap).failed(Reason.RestoreFailed)),
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).operation(Operation.Stamp).succeeded()),
                List.of(first().database(MigrationBuilder.database("other", "url", null))
                        .failed(Reason.LockTimeout)),
                // Somebody has moved it, and perhaps back.
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).looking().observed(0, "b2"),
                        run(3).looking().observed(1, "a1")),
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).moved("b2", "b2").failed(Reason.LockTimeout)),
                List.of(first().failed(Reason.Lost), run(2).settling("orders-1").observed(0, "b2")),
                // It has left something else than it should.
                List.of(
                        first().failed(Reason.VerificationFailed),
                        run(2).looking().observed(1, "a1")),
                // Nobody has read since what became of it.
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).failed(Reason.Lost),
                        run(3).operation(Operation.Backup).succeeded()),
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).failed(Reason.Lost),
                        run(3).database(MigrationBuilder.database("other", "url", null))
                                .looking()
                                .observed(1, "a1")),
                List.of(
                        first().failed(Reason.LockTimeout),
                        run(2).restoring("rows", RestoreMode.Rows).succeeded()),
                // It is not good, or it is not known what for it was taken.
                List.of(took(run(1), "orders-1-backup", BackupState.Failed, "sha256:plan")
                        .failed(Reason.BackupNotEqual)),
                List.of(took(run(1), "orders-1-backup", BackupState.Stored, "sha256:plan")
                        .failed(Reason.BackupNotVerifiable)),
                List.of(took(run(1), "orders-1-backup", BackupState.Verified, null)
                        .failed(Reason.LockTimeout)),
                List.of(run(1).failed(Reason.LockTimeout)));
    }

    @ParameterizedTest
    @MethodSource("pasts")
    void where_the_data_may_be_another_none_is_offered(List<RunBuilder> past) {
        assertThat(offered(past.toArray(RunBuilder[]::new))).isEmpty();
    }

    @Test
    void nor_where_a_move_is_on_record_whose_run_is_gone() {
        for (String outcome : new String[] {"Succeeded", "Failed", null}) {
            var moved = new ExecutedRequest(
                    "up", "v1:sha256:up", "uid-of-up", "Upgrade", true, "orders-2", 2, text(NOON), outcome);
            var world = Situation.of(manifest(), first().failed(Reason.LockTimeout))
                    .remembering(new Memory(List.of(moved), Optional.empty()))
                    .world();
            assertThat(RunFactory.create(world, migrate(9, 2)).getSpec().earlierBackup())
                    .as(outcome)
                    .isNull();
        }
    }

    @Test
    void what_is_not_to_be_used_is_not_offered() {
        var whole = Backups.kept(5, null);
        var never = new BackupSpec(null, null, null, null, whole.storage(), null, null, null, null, "0s", null)
                .withDefaults();
        assertThat(offered(aMigration().backup(never), migrate(9, 2), first().failed(Reason.LockTimeout)))
                .isEmpty();
        assertThat(offered(
                        aMigration().backup(Backups.when(BackupPolicy.Never)),
                        migrate(9, 2),
                        first().failed(Reason.LockTimeout)))
                .isEmpty();
        assertThat(offered(aMigration().backup(null), migrate(9, 2), first().failed(Reason.LockTimeout)))
                .isEmpty();
    }

    @Test
    void what_takes_no_backup_before_a_change_is_offered_none() {
        for (var start : List.of(
                new MigrationDecision.Start(new Purpose.Look(), 9, Attempt.FIRST),
                Situation.observe(9, 1, "orders-1"),
                new MigrationDecision.Start(
                        new Purpose.CarryOut(asked(Operation.Backup).build()), 9, Attempt.FIRST))) {
            assertThat(offered(manifest(), start, first().failed(Reason.LockTimeout)))
                    .isEmpty();
        }
    }
}
