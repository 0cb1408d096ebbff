package dev.stillhouse.operator.cluster;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator that is newer than the definitions in the cluster. */
class LeftOutTest {
    @Test
    void nothing_is_missing_of_what_was_kept() {
        var status = aRun(1).failed(Reason.StatementFailed).build().getStatus();
        assertThat(LeftOut.of(status, status)).isEmpty();
    }

    @Test
    void each_field_is_named_once_wherever_it_stands() {
        var sent = Map.of(
                "loss",
                "Lost",
                "result",
                Map.of("new", 1, "old", 2),
                "list",
                List.of(Map.of("new", 1), Map.of("new", 2)));
        var kept = Map.of("result", Map.of("old", 2), "list", List.of(Map.of(), Map.of()));

        assertThat(LeftOut.of(sent, kept)).containsExactly("list.new", "loss", "result.new");
    }

    @Test
    void a_field_that_is_empty_is_not_missed() {
        assertThat(LeftOut.of(Map.of("phase", "Running"), Map.of("phase", "Running", "more", "x")))
                .isEmpty();
    }
}
