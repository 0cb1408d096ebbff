package dev.stillhouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillhouse.e2e.cluster.Cluster;
import dev.stillhouse.e2e.cluster.ImageNames;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Faults of every kind at random moments of migrations up and down, on several databases at once. Whatever happens, each
 * database arrives where its manifest wants it, and {@link Invariants} hold of the way there. {@code e2e/chaos} lets it go on
 * for hours.
 */
@Isolated("it kills what all share")
@ExtendWith(TestCluster.class)
class ChaosIT {
    private static final List<String> HISTORY =
            List.of("6c9587a3c9c5", "bcf43d752afb", "290121dd82a4", "d50b690de6f9", "cabcdc8a32dd");

    private static final int LANES = 3;
    private static final int ITERATIONS = Integer.getInteger("stillhouse.chaos.iterations", 8);
    private static final long SEED = Long.getLong("stillhouse.chaos.seed", 1);

    /** In milliseconds: about as long as a migration takes from its manifest to its end. */
    private static final int LONGEST_WAIT = 9_000;

    /** What is left may take a moment to go: a pod has its grace period. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Stillhouse stillhouse;
    private final Fault.Victim victim;

    ChaosIT(Cluster cluster, ImageNames images) {
        stillhouse = new Stillhouse(cluster, images);
        victim = new Fault.Victim(cluster, stillhouse);
    }

    @Test
    void whatever_dies_each_step_is_taken_once_and_the_manifest_comes_true() throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(LANES)) {
            var lanes = IntStream.range(0, LANES)
                    .mapToObj(number -> threads.submit(() -> new Lane(number).run()))
                    .toList();
            for (var lane : lanes) {
                try {
                    lane.get();
                } catch (ExecutionException e) {
                    throw new AssertionError("seed %d: %s".formatted(SEED, e.getCause()), e.getCause());
                }
            }
        }
    }

    /** One database, which is sent up and down in turn. */
    private final class Lane {
        private final int number;
        private final Random random;
        private final Migration migration;
        private final StepJournal journal;

        Lane(int number) {
            this.number = number;
            this.random = new Random(SEED * LANES + number);
            this.migration = stillhouse.migration("chaos-" + number, "broken.slow");
            this.journal = StepJournal.start(stillhouse, migration.name());
        }

        void run() {
            for (var iteration = number; iteration < ITERATIONS; iteration += LANES) {
                iterate(iteration);
            }
            migration.removeTraces();
        }

        private void iterate(int iteration) {
            var target = random.nextInt(4) == 0 ? HISTORY.get(random.nextInt(HISTORY.size())) : otherEnd();
            var moment = random.nextInt(LONGEST_WAIT);
            var fault = Fault.values()[random.nextInt(Fault.values().length)];
            var transactions = random.nextBoolean();
            migration
                    .with(stillhouse.project(
                            "broken.slow",
                            "env: [{name: SLOW_SECONDS, value: \"2\"}, {name: TRANSACTION_PER_MIGRATION, value: \"%s\"}]"
                                    .formatted(transactions)))
                    .with("target: \"%s\"".formatted(target));
            await().until(() -> {
                migration.apply();
                return true;
            });
            pause(moment);
            var struck = fault.strike(victim, migration);
            var what = "iteration %d of %s: to %s, %s after %d ms%s"
                    .formatted(
                            iteration, migration.name(), target, fault, moment, struck ? "" : " (nothing to strike)");
            System.out.println("[chaos] " + what);
            migration.awaitReady();
            check(what, target);
        }

        private String otherEnd() {
            return "base".equals(journal.revision()) ? HISTORY.getLast() : "base";
        }

        private void check(String what, String target) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.lockHolders())
                            .as("%s: nobody is at work any more", what)
                            .isEmpty());
            assertThat(journal.revision()).as("%s: the revision", what).isEqualTo(target);
            var told = migration.status().revision();
            assertThat(told == null ? "base" : told)
                    .as("%s: the revision in the status", what)
                    .isEqualTo(target);
            assertThat(new Invariants(HISTORY).violations(journal.read(), migration.runs()))
                    .as(what)
                    .isEmpty();
        }

        private static void pause(int millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
