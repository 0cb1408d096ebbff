package dev.stillhouse.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionsTest {
    @Test
    void rows_are_written_as_people_say_them() {
        assertThat(Revisions.text(List.of("c3"))).isEqualTo("c3");
        assertThat(Revisions.text(List.of("b2", "c3"))).isEqualTo("b2,c3");
        assertThat(Revisions.text(List.of())).isEqualTo("base");
        assertThat(Revisions.text(null)).isNull();
    }
}
