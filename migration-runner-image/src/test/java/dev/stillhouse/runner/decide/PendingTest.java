package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Direction;
import dev.stillhouse.runner.model.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTest {
    private static final Plan THREE_STEPS = Plans.up("a1", "b2", "c3", "d4");

    @Test
    void countsFromWhereTheDatabaseStands() {
        assertThat(Pending.revisions(THREE_STEPS, List.of("a1"))).containsExactly("b2", "c3", "d4");
        assertThat(Pending.revisions(THREE_STEPS, List.of("c3"))).containsExactly("d4");
        assertThat(Pending.revisions(THREE_STEPS, List.of("d4"))).isEmpty();
    }

    @Test
    void isNothingAfterAStamp() {
        Plan stamp = new Plan(
                List.of("x9"),
                List.of("d4"),
                List.of("d4"),
                Direction.NONE,
                List.of(),
                List.of(),
                THREE_STEPS.versionTable(),
                false,
                THREE_STEPS.connection());

        assertThat(Pending.revisions(stamp, List.of("d4"))).isEmpty();
        assertThat(Pending.revisions(stamp, List.of("e5"))).isNull();
    }

    @Test
    void isUnknownOffTheWay() {
        assertThat(Pending.revisions(THREE_STEPS, List.of("x9"))).isNull();
        assertThat(Pending.revisions(THREE_STEPS, null)).isNull();
        assertThat(Pending.revisions(Plans.unknown("x9"), List.of("x9"))).isNull();
    }
}
