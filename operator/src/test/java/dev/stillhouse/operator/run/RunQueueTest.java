package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the queue knows beyond the cache, which hears of everything later. */
class RunQueueTest {
    /** The cache, as it is when a test says so: not a word of what was done since. */
    private static final class Runs implements OpenRuns {
        private final Map<String, MigrationRun> open = new LinkedHashMap<>();
        private final Set<String> jobs = new HashSet<>();

        void put(RunBuilder run) {
            var made = run.build();
            open.put(made.getMetadata().getName(), made);
        }

        @Override
        public Collection<MigrationRun> all() {
            return List.copyOf(open.values());
        }

        @Override
        public boolean hasJob(MigrationRun run) {
            return jobs.contains(run.getMetadata().getName());
        }

        @Override
        public boolean hasOpenJob(MigrationRun run) {
            return hasJob(run);
        }
    }

    private final Runs runs = new Runs();
    private final List<String> woken = new ArrayList<>();
    private RunQueue queue = queue(2);

    private RunQueue queue(int limit) {
        return new RunQueue(new RunLimits(limit, 0, 0), runs, (ResourceID run) -> woken.add(run.getName()));
    }

    private MigrationRun run(int number) {
        return runs.open.get("orders-" + number);
    }

    private void create(int... numbers) {
        for (var number : numbers) {
            runs.put(aRun(number).createdAt(NOON.plusSeconds(number)));
        }
    }

    private RunSnapshot world(int number) {
        return RunWorld.of(run(number)).snapshot();
    }

    private RunDecision launch(int number) {
        return queue.admit(run(number), new Launch());
    }

    private void assertQueued(RunDecision decision) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Pend.class, pend -> assertThat(pend.reason()).isEqualTo(Reason.Queued));
    }

    private void end(int number) {
        queue.note(world(number), new RunDecision.Follow(), new Fail(Reason.StatementFailed, "It failed."));
    }

    @Test
    void a_place_that_was_taken_is_taken_though_the_cache_has_not_heard_of_it() {
        create(1, 2, 3);
        assertThat(launch(1)).isInstanceOf(Launch.class);
        assertThat(launch(2)).isInstanceOf(Launch.class);
        assertQueued(launch(3));
        assertThat(launch(1)).as("tried again").isInstanceOf(Launch.class);
    }

    @Test
    void runs_that_are_reconciled_in_one_moment_do_not_take_one_place_twice() throws Exception {
        queue = queue(7);
        create(IntStream.rangeClosed(1, 200).toArray());
        try (var threads = Executors.newFixedThreadPool(16)) {
            var tries = IntStream.rangeClosed(1, 200)
                    .<Callable<RunDecision>>mapToObj(number -> () -> launch(number))
                    .toList();
            var launched = 0;
            for (var done : threads.invokeAll(tries)) {
                launched += done.get() instanceof Launch ? 1 : 0;
            }
            assertThat(launched).isEqualTo(7);
        }
    }

    @Test
    void when_one_ends_the_next_is_woken_and_no_other() {
        create(1, 2, 3, 4);
        launch(1);
        launch(2);
        end(1);
        assertThat(woken).containsExactly("orders-3");
        assertQueued(launch(4));
        assertThat(launch(3)).isInstanceOf(Launch.class);
    }

    @Test
    void one_that_is_deleted_gives_its_place_up() {
        create(1, 2, 3);
        launch(1);
        launch(2);
        var gone = run(1);
        runs.open.remove("orders-1");
        queue.leave(gone);
        assertThat(woken).containsExactly("orders-3");
    }

    @Test
    void one_that_waits_and_is_taken_back_keeps_nobody_waiting() {
        create(1, 2, 3, 4);
        launch(1);
        launch(2);
        assertQueued(launch(3));
        end(3);
        end(1);
        assertThat(woken).containsExactly("orders-4");
    }

    /** It would be woken by its own refusal otherwise, again and again. */
    @Test
    void one_whose_job_is_refused_lets_others_in_until_it_asks_again() {
        queue = queue(1);
        create(1, 2);
        var admitted = launch(1);
        queue.note(world(1), admitted, new Pend(Reason.PodBlocked, "exceeded quota"));
        assertThat(woken).containsExactly("orders-2");
        assertThat(launch(2)).isInstanceOf(Launch.class);
        assertQueued(launch(1));
        end(2);
        assertThat(woken).containsExactly("orders-2", "orders-1");
    }

    @Test
    void one_of_unknown_outcome_leaves_its_place_to_the_run_that_finds_it_out() {
        queue = queue(1);
        create(1);
        launch(1);
        runs.put(aRun(2).settling("orders-1"));
        queue.note(world(1), new RunDecision.Follow(), new RunDecision.Lose("The outcome is not known."));
        assertThat(woken).containsExactly("orders-2");
    }

    @Test
    void another_operator_that_takes_over_sees_what_is_at_work() {
        create(1, 2, 3, 4);
        runs.put(aRun(1).running().job("uid-of-job-1"));
        runs.jobs.add("orders-2");
        queue = queue(2);
        assertQueued(launch(3));
        queue = queue(3);
        assertThat(launch(3)).isInstanceOf(Launch.class);
        assertQueued(launch(4));
    }

    /** Nothing that this version knows will ever be the end of it. */
    @Test
    void one_in_a_phase_of_a_newer_version_has_its_place_for_as_long_as_its_job_could_be_at_work() {
        queue = queue(1);
        create(2);
        runs.put(aRun(1).now(RunPhase.Unrecognized, Reason.Unknown, "It is being warmed up.")
                .job("uid-of-job-1"));
        runs.jobs.add("orders-1");
        assertQueued(launch(2));
        runs.jobs.clear();
        queue.note(world(1), new RunDecision.Rest(), new RunDecision.Rest());
        assertThat(woken).containsExactly("orders-2");
        assertThat(launch(2)).isInstanceOf(Launch.class);
    }

    @Test
    void it_can_be_counted() {
        create(1, 2, 3, 4, 5);
        launch(1);
        launch(2);
        assertQueued(launch(3));
        assertThat(queue.snapshot().atWork()).extracting(Place::name).containsExactlyInAnyOrder("orders-1", "orders-2");
        assertThat(queue.snapshot().waiting()).hasSize(3);
    }

    /** The cache hears of each step some rounds later, operators are replaced, and new runs keep coming. */
    @Test
    void over_a_long_time_limits_hold_and_everybody_has_a_turn() {
        for (var seed = 0; seed < 20; seed++) {
            new QueueSimulation(seed).run();
        }
    }

    @Test
    void what_people_ask_for_goes_first_when_a_place_is_free() {
        queue = queue(1);
        create(1, 2, 3);
        launch(1);
        runs.put(aRun(9).byPerson(Operation.Restore, null).createdAt(NOON.plusSeconds(60)));
        end(1);
        assertThat(woken).containsExactly("orders-9");
    }

    /** It was let in, and something else of its name is where its Job is to be. */
    @Test
    void one_that_cannot_have_its_job_keeps_nobody_waiting() {
        queue = queue(1);
        create(1, 2);
        launch(1);
        assertQueued(launch(2));
        var blocked = RunWorld.of(run(1)).job(JobBuilders.aForeignJob());
        queue.note(blocked.snapshot(), blocked.decision(), blocked.decision());
        assertThat(woken).containsExactly("orders-2");
        assertThat(launch(2)).isInstanceOf(Launch.class);
        assertQueued(launch(1));
    }
}
