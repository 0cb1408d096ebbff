package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.Backups.when;
import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.RehearsalMode;
import dev.stillhouse.report.RunRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which runs try their plan on a copy first, and what their runner is told. */
class RehearsalsTest {
    private static final RunRequest.Rehearsal SCHEMA = new RunRequest.Rehearsal(RehearsalMode.Schema, "/scratch");

    private static RunOrder order(RunBuilder run) {
        return new RunOrder(run.build(), Optional.empty(), Optional.empty(), NOON);
    }

    private static RunRequest.@Nullable Rehearsal asked(RunBuilder run) {
        return RunRequests.of(order(run)).rehearsal();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"Migrate", "Upgrade", "Downgrade"})
    void one_that_runs_revisions_does(Operation operation) {
        assertThat(asked(aRun(1).operation(operation).rehearsing(RehearsalMode.Schema)))
                .isEqualTo(SCHEMA);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"Stamp", "Observe", "Backup"})
    void one_that_runs_none_does_not(Operation operation) {
        assertThat(asked(aRun(1).operation(operation).rehearsing(RehearsalMode.Schema)))
                .isNull();
    }

    @Test
    void one_that_goes_down_for_another_project_does() {
        assertThat(asked(aRun(1).downTo("b2", "a1").rehearsing(RehearsalMode.Schema)))
                .isEqualTo(SCHEMA);
    }

    /** So that the runner may be of an earlier version, which does not know the word. */
    @Test
    void a_runner_that_is_not_to_rehearse_is_told_nothing_of_it() {
        assertThat(asked(aRun(1).rehearsing(RehearsalMode.Never))).isNull();
        assertThat(asked(aRun(1).rehearsing(null))).isNull();
    }

    @Test
    void there_is_room_for_the_copy_although_no_backup_is_taken() {
        var run = aRun(1).taking(when(BackupPolicy.Never));
        assertThat(order(run.rehearsing(RehearsalMode.Schema)).scratch()).isPresent();
        assertThat(order(run.rehearsing(RehearsalMode.Never)).scratch()).isEmpty();
    }
}
