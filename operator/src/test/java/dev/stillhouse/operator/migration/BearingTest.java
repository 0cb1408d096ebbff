package dev.stillhouse.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BearingTest {
    @Test
    void the_table_is_whole() {
        assertThat(Stream.of(Kind.values())
                        .flatMap(kind -> Stream.of(Ending.values()).map(ending -> Bearing.of(kind, ending))))
                .doesNotContainNull();
    }

    /** What nobody started says nothing, whatever it claims to be. */
    @Test
    void what_was_not_adopted_says_nothing() {
        assertThat(Kind.values())
                .allSatisfy(kind -> assertThat(Bearing.of(kind, Ending.VOID)).isEqualTo(Bearing.NOTHING));
    }

    @Test
    void only_what_is_about_the_database_can_stand() {
        assertThat(Ending.values())
                .allSatisfy(ending -> assertThat(Bearing.of(Kind.ASIDE, ending)).isEqualTo(Bearing.NOTHING))
                .allSatisfy(ending -> assertThat(Bearing.of(Kind.LOOK, ending)).isNotEqualTo(Bearing.STANDS));
    }
}
