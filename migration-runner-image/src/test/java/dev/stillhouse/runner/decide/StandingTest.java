package dev.stillhouse.runner.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.runner.model.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Plan UP = Plans.up("a1", "b2", "c3", "d4");

    private static String at(@Nullable String row, int committedInside) {
        return Standing.describe(UP, row == null ? null : List.of(row), new CommitsInside(committedInside, 0));
    }

    @Test
    void saysHowFarItCame() {
        assertThat(at("a1", 0)).isEqualTo("The database is still at a1: nothing was committed.");
        assertThat(at("b2", 0)).isEqualTo("1 of 3 revisions was committed; the database is at b2.");
        assertThat(at("c3", 0)).isEqualTo("2 of 3 revisions were committed; the database is at c3.");
        assertThat(at("d4", 0)).isEqualTo("All 3 revisions were committed; the database is at d4.");
        assertThat(at("zz", 0)).contains("zz", "no state of the plan");
        assertThat(at(null, 0)).contains("could not be read");
    }

    @Test
    void warnsOfHalfARevisionOnlyIfItIsHalf() {
        assertThat(at("a1", 1)).startsWith("The database is still at a1. Revision b2 had committed a part");
        assertThat(at("b2", 2)).contains("Revision c3 had committed a part");
        assertThat(at("c3", 2)).doesNotContain("part");
    }

    @Test
    void doesNotSayThatNothingWasCommittedWhereNobodyKnows() {
        assertThat(Standing.describe(UP, List.of("a1"), new CommitsInside(0, 1)))
                .startsWith("The database is still at a1. Revision b2 may have committed a part");
        assertThat(Standing.describe(UP, List.of("a1"), new CommitsInside(1, 1)))
                .contains("Revision b2 had committed");
        assertThat(Standing.describe(UP, List.of("c3"), new CommitsInside(0, 2)))
                .doesNotContain("part");
    }

    @Test
    void goesDownToo() {
        Plan down = Plans.down("base", "b2", "a1");

        assertThat(Standing.describe(down, List.of("a1"), CommitsInside.NONE))
                .isEqualTo("1 of 2 revisions was committed; the database is at a1.");
        assertThat(Standing.describe(down, List.of(), CommitsInside.NONE))
                .isEqualTo("All 2 revisions were committed; the database is at base.");
    }
}
