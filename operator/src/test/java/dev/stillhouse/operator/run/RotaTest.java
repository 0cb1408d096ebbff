package dev.stillhouse.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotaTest {
    /** The seconds at which each of so many runs is told, if all of them have something to say every second. */
    private static List<List<Integer>> told(int runs, int seconds) {
        var told = IntStream.range(0, runs)
                .<List<Integer>>mapToObj(run -> new ArrayList<>())
                .toList();
        for (int second = 0; second < seconds; second++) {
            var now = second;
            var waiting = IntStream.range(0, runs)
                    .mapToObj(run -> new Rota.Waiting<>(
                            run,
                            told.get(run).isEmpty()
                                    ? Long.MIN_VALUE
                                    : told.get(run).getLast()))
                    .toList();
            var turns = Rota.next(waiting);
            assertThat(turns).hasSizeLessThanOrEqualTo(Rota.PER_SECOND);
            turns.forEach(run -> told.get(run).add(now));
        }
        return told;
    }

    @Test
    void a_few_runs_are_told_every_second() {
        assertThat(told(20, 10)).allSatisfy(seconds -> assertThat(seconds).hasSize(10));
    }

    @Test
    void five_hundred_are_told_every_25_seconds_each() {
        assertThat(told(500, 100)).allSatisfy(seconds -> {
            assertThat(seconds).hasSize(4);
            assertThat(seconds.get(3) - seconds.get(2)).isEqualTo(25);
        });
    }
}
