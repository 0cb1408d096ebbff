package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunStatus;
import dev.stillhouse.e2e.StepJournal.Entry;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That each of them is seen to be broken. */
class InvariantsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Entry step(int run, String from, String to) {
        var session = "stillhouse default/chaos-%d~0123456789ab".formatted(run);
        return new Entry(NOON, from, to, session, true, List.of(session));
    }

    private static List<String> violations(Entry... steps) {
        return new Invariants(List.of("a1", "b2", "c3")).violations(List.of(steps), List.of());
    }

    @Test
    void a_way_up_and_down_by_one_run_after_the_other() {
        assertThat(violations(
                        step(1, "base", "a1"),
                        step(1, "a1", "b2"),
                        step(3, "b2", "c3"),
                        step(4, "c3", "b2"),
                        step(4, "b2", "a1"),
                        step(4, "a1", "base")))
                .isEmpty();
    }

    @Test
    void a_step_that_was_taken_twice_or_left_out() {
        assertThat(violations(step(1, "base", "a1"), step(1, "base", "a1"))).hasSize(1);
        assertThat(violations(step(1, "base", "a1"), step(1, "a1", "c3"))).hasSize(1);
        assertThat(violations(step(1, "base", "a1"), step(1, "b2", "c3"))).hasSize(1);
    }

    @Test
    void a_run_that_wakes_up_late() {
        assertThat(violations(step(1, "base", "a1"), step(2, "a1", "b2"), step(1, "b2", "c3")))
                .singleElement()
                .asString()
                .contains("a later run");
    }

    @Test
    void a_step_after_the_end_of_its_run_is_on_record() {
        var run = new MigrationRun();
        run.setMetadata(new ObjectMetaBuilder()
                .withNamespace("default")
                .withName("chaos-1")
                .build());
        run.setStatus(Serialization.unmarshal("completionTime: \"2026-01-01T11:59:58Z\"", MigrationRunStatus.class));
        assertThat(new Invariants(List.of("a1")).violations(List.of(step(1, "base", "a1")), List.of(run)))
                .singleElement()
                .asString()
                .contains("concluded");
    }

    @Test
    void a_step_without_the_lock_or_beside_somebody_else() {
        var session = "stillhouse default/chaos-1~0123456789ab";
        assertThat(Stream.of(
                                new Entry(NOON, "base", "a1", session, false, List.of(session)),
                                new Entry(
                                        NOON,
                                        "base",
                                        "a1",
                                        session,
                                        true,
                                        List.of(session, "stillhouse default/chaos-2~ba9876543210")),
                                new Entry(NOON, "base", "a1", session, true, List.of("")))
                        .map(InvariantsTest::violations))
                .allSatisfy(found -> assertThat(found).hasSize(1));
    }
}
