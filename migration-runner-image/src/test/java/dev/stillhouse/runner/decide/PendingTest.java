package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.model.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTest {
    private static final Plan THREE_STEPS = Plans.up("a1", "b2", "c3", "d4");

    @Test
    void countsFromWhereTheDatabaseStands() {
        assertThat(Pending.steps(THREE_STEPS, List.of("a1"))).isEqualTo(3);
        assertThat(Pending.steps(THREE_STEPS, List.of("c3"))).isEqualTo(1);
        assertThat(Pending.steps(THREE_STEPS, List.of("d4"))).isZero();
    }

    @Test
    void isUnknownOffTheWay() {
        assertThat(Pending.steps(THREE_STEPS, List.of("x9"))).isNull();
        assertThat(Pending.steps(THREE_STEPS, null)).isNull();
        assertThat(Pending.steps(Plans.unknown("x9"), List.of("x9"))).isNull();
    }
}
