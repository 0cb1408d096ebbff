package dev.stillhouse.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Whatever is deleted, pruned, restored without its status or created again, and wherever the operator is killed: nothing
 * is launched that nobody asked for, and no hold is gone.
 */
class OnlyWhatWasAskedForTest {
    private static final int HISTORIES = 3_000;
    private static final int STEPS = 60;

    @Test
    void in_random_histories() {
        for (var seed = 0; seed < HISTORIES; seed++) {
            var cluster = new SimulatedCluster(seed);
            for (var step = 0; step < STEPS && cluster.trouble().isEmpty(); step++) {
                cluster.step();
            }
            assertThat(cluster.trouble()).as("history %d", seed).isEmpty();
        }
    }
}
