package dev.stillhouse.operator.run;

import static dev.stillhouse.operator.fixture.RunBuilder.aRun;
import static dev.stillhouse.operator.fixture.Times.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.run.RunDecision.Fail;
import dev.stillhouse.operator.run.RunDecision.Launch;
import dev.stillhouse.operator.run.RunDecision.Pend;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/**
 * A cluster in which runs come, are launched in their turn, and end. What the operator reads is late: it hears of Jobs and of
 * ends only some steps after they were. Runs are reconciled only when they are new, when they are woken, and when an operator
 * starts.
 */
final class QueueSimulation {
    private static final int RUNS = 80;

    private final Random random;
    private final String what;
    private final RunLimits limits;
    private final Map<String, MigrationRun> alive = new HashMap<>();
    private final Set<String> jobs = new HashSet<>();
    private final Map<String, MigrationRun> cached = new HashMap<>();
    private final Set<String> cachedJobs = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Queue<String> events = new ArrayDeque<>();
    private RunQueue queue;
    private int created;
    private Instant now = NOON;

    QueueSimulation(long seed) {
        random = new Random(seed);
        what = "seed " + seed;
        limits = new RunLimits(1 + random.nextInt(5), 1 + random.nextInt(3), 1 + random.nextInt(2));
        queue = operator();
    }

    private RunQueue operator() {
        return new RunQueue(
                limits,
                new OpenRuns() {
                    @Override
                    public Collection<MigrationRun> all() {
                        return cached.values();
                    }

                    @Override
                    public boolean hasJob(MigrationRun run) {
                        return cachedJobs.contains(run.getMetadata().getName());
                    }

                    @Override
                    public boolean hasOpenJob(MigrationRun run) {
                        return hasJob(run);
                    }
                },
                (ResourceID run) -> events.add(run.getName()));
    }

    void run() {
        for (var step = 0; ended.size() < RUNS; step++) {
            assertThat(step).as("steps of %s", what).isLessThan(100_000);
            now = now.plusSeconds(1);
            switch (random.nextInt(8)) {
                case 0, 1 -> create();
                case 2, 3, 4 -> reconcile();
                case 5, 6 -> end();
                default -> {
                    if (random.nextInt(40) == 0) {
                        restart();
                    } else {
                        hear();
                    }
                }
            }
            assertLimitsHold();
        }
    }

    private void create() {
        if (created == RUNS) {
            return;
        }
        var builder = aRun(++created)
                .in("ns" + random.nextInt(3))
                .onServer("s" + random.nextInt(3))
                .createdAt(now);
        switch (random.nextInt(3)) {
            case 0 -> builder.byPerson(Operation.Backup, null);
            case 1 -> builder.looking();
            default -> {}
        }
        var run = builder.build();
        alive.put(name(run), run);
        cached.put(name(run), run);
        events.add(name(run));
    }

    private void reconcile() {
        var name = events.poll();
        var run = name == null ? null : alive.get(name);
        if (run == null || jobs.contains(name)) {
            return;
        }
        var decided = Queueing.of(run, queue.turnOf(run)).orElseGet(Launch::new);
        var admitted = queue.admit(run, decided);
        RunDecision done = admitted;
        if (admitted instanceof Launch && random.nextInt(6) == 0) {
            done = new Pend(Reason.PodBlocked, "exceeded quota");
            events.add(name);
        } else if (admitted instanceof Launch) {
            jobs.add(name);
        }
        queue.note(RunWorld.of(run).snapshot(), admitted, done);
    }

    private void end() {
        if (!jobs.isEmpty()) {
            var name = jobs.stream()
                    .sorted()
                    .skip(random.nextInt(jobs.size()))
                    .findFirst()
                    .orElseThrow();
            jobs.remove(name);
            ended.add(name);
            queue.note(
                    RunWorld.of(alive.remove(name)).snapshot(),
                    new RunDecision.Follow(),
                    new Fail(Reason.StatementFailed, "It failed."));
        }
    }

    /** The cache comes up to date. */
    private void hear() {
        cachedJobs.clear();
        cachedJobs.addAll(jobs);
        cached.keySet().retainAll(alive.keySet());
    }

    /** An operator starts with a cache that is up to date, and sees every run that is not over. */
    private void restart() {
        hear();
        queue = operator();
        events.clear();
        events.addAll(alive.keySet());
    }

    private void assertLimitsHold() {
        var counts = new RunCounts();
        for (var name : jobs) {
            var place = Place.of(alive.get(name));
            assertThat(counts.full(place, limits)).as(what).isEmpty();
            counts.add(place);
        }
    }

    private static String name(MigrationRun run) {
        return run.getMetadata().getName();
    }
}
