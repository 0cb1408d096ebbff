package dev.stillhouse.runner.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class StepLinesTest {
    private static final int AT_ONCE = 32;

    private final List<String> told = new ArrayList<>();
    private final Queue<Later> later = new ArrayDeque<>();
    private long now = Long.MAX_VALUE - 5;
    private final StepLines lines = new StepLines(
            line -> told.add(line.message()), () -> now, (nanos, task) -> later.add(new Later(nanos, task)));

    private record Later(long nanos, Runnable task) {}

    @Test
    void aRunOfAFewStepsIsToldWhole() {
        steps(1, AT_ONCE);

        assertThat(told).hasSize(AT_ONCE).first().isEqualTo("step 1");
        assertThat(later).isEmpty();
    }

    @Test
    void ofManyStepsAtOnceOnlyTheNewestIsToldWhenItsTimeHasCome() {
        steps(1, 1000);

        assertThat(told).hasSize(AT_ONCE);
        assertThat(later)
                .extracting(Later::nanos)
                .containsExactly(Duration.ofMillis(250).toNanos());
        passTime();
        assertThat(told).hasSize(AT_ONCE + 1).last().isEqualTo("step 1000");
    }

    @Test
    void aStepThatHangsIsToldAlthoughNothingFollows() {
        steps(1, AT_ONCE);
        passTime(Duration.ofMillis(250));
        lines.writeStep(() -> line("the one before"));
        lines.writeStep(() -> line("the one that hangs"));

        passTime();

        assertThat(told).last().isEqualTo("the one that hangs");
        assertThat(later).isEmpty();
    }

    @Test
    void stepsThatTakeTheirTimeAreAllTold() {
        steps(1, AT_ONCE);
        for (int step = AT_ONCE + 1; step <= 100; step++) {
            passTime(Duration.ofMillis(250));
            steps(step, step);
        }

        assertThat(told).hasSize(100);
        assertThat(later).isEmpty();
    }

    @Test
    void anyOtherLineComesAfterTheNewestStep() {
        steps(1, 1000);

        lines.write(line("the phase is over"));

        assertThat(told).hasSize(AT_ONCE + 2).endsWith("step 1000", "the phase is over");
        passTime();
        assertThat(told).last().isEqualTo("the phase is over");
    }

    private void steps(int from, int to) {
        for (int step = from; step <= to; step++) {
            String message = "step " + step;
            lines.writeStep(() -> line(message));
        }
    }

    /** Until the next thing that was to happen later. */
    private void passTime() {
        Later next = later.remove();
        now += next.nanos();
        next.task().run();
    }

    private void passTime(Duration time) {
        now += time.toNanos();
    }

    private static Progress line(String message) {
        return new Progress("", Phase.APPLY, message, null, null, null, null, null, null, null, null);
    }
}
