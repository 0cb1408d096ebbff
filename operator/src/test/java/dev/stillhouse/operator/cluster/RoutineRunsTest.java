package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Of which runs no event is written while they go as ever. */
class RoutineRunsTest {
    @Test
    void a_look_of_the_operator_s_own_is_routine() {
        assertThat(RoutineRuns.isRoutine(aRun(2).looking().build())).isTrue();
    }

    @Test
    void what_moves_a_database_or_settles_a_lost_run_is_not() {
        assertThat(RoutineRuns.isRoutine(aRun(2).build())).isFalse();
        assertThat(RoutineRuns.isRoutine(aRun(2).settling("orders-1").build())).isFalse();
    }
}
