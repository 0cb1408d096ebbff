package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.MigrationBuilder.aMigration;
import static dev.stillhouse.operator.fixture.RequestBuilder.asked;
import static dev.stillhouse.operator.fixture.Times.NOON;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRecord;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RestoreSpec;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.api.v1alpha1.RunRef;
import dev.stillhouse.operator.cluster.Adoption;
import dev.stillhouse.operator.cluster.ExecutedRequests;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.fixture.RequestBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RestoreMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in memory in which the deciders do what the operator does, and everything goes wrong that goes wrong in clusters.
 * It keeps count of what was asked for, so that a launch that nobody asked for is noticed.
 */
final class SimulatedCluster {
    private final Random random;
    private final List<String> story = new ArrayList<>();
    private final List<MigrationRun> runs = new ArrayList<>();
    private final List<MigrationRequest> requests = new ArrayList<>();
    private final Map<String, Integer> carriedOut = new HashMap<>();
    private DatabaseMigration migration;
    private Optional<MigrationRecord> record = Optional.empty();
    private Instant now = NOON;
    private final Set<String> jobs = new HashSet<>();
    private final Map<String, Integer> ends = new HashMap<>();
    private int uids;
    private int names;

    /** Whether somebody has moved the database, and nobody has asked for anything else since. */
    private boolean moved;

    private Optional<String> trouble = Optional.empty();

    SimulatedCluster(long seed) {
        random = new Random(seed);
        migration = manifest("head", null, 1);
    }

    private DatabaseMigration manifest(String target, @Nullable String retry, int image) {
        var builder = aMigration().target(target).image("shop/orders:" + image).historyLimit(1 + random.nextInt(3));
        var made = retry == null ? builder.build() : builder.retryAsked(retry).build();
        made.getMetadata().setUid("uid-" + ++uids);
        return made;
    }

    /** What went wrong, with all that led to it. */
    Optional<String> trouble() {
        return trouble.map(what -> what + "\n" + String.join("\n", story));
    }

    void step() {
        now = now.plusSeconds(30);
        switch (random.nextInt(18)) {
            case 0, 1, 2, 3, 4 -> reconcile(false);
            case 5, 6, 7 -> launch();
            case 8, 9, 10 -> end();
            case 11 -> reconcile(true);
            case 12 -> ask();
            case 13 -> lose();
            case 14 -> createAgain();
            case 15 -> change();
            case 16 -> forget();
            default -> prune();
        }
    }

    private MigrationSnapshot observe() {
        var owned = runs.stream()
                .filter(run -> Adoption.isOwned(run, migration))
                .sorted((a, b) -> a.getSpec().number() - b.getSpec().number())
                .toList();
        return new MigrationSnapshot(
                migration,
                owned.stream().filter(run -> Adoption.isStarted(run, migration)).toList(),
                List.copyOf(requests),
                Optional.empty(),
                Memory.of(migration, record),
                owned.isEmpty() ? 0 : owned.getLast().getSpec().number(),
                Instant.EPOCH);
    }

    /** The operator may be killed between any two of its writes. */
    private void reconcile(boolean killed) {
        var world = observe();
        var decision = MigrationDecider.decide(world, now);
        story.add("decided " + decision.getClass().getSimpleName()
                + (decision instanceof MigrationDecision.Start start
                        ? " " + start.purpose().getClass().getSimpleName()
                        : "")
                + (killed ? ", then killed" : ""));
        var kill = killed ? random.nextInt(3) : 3;
        Optional<MigrationRun> started = decision instanceof MigrationDecision.Start start
                ? Optional.of(RunFactory.create(world, start))
                : Optional.empty();
        if (kill > 0) {
            note(Records.after(world, decision, started, now));
        }
        if (kill > 1) {
            started.ifPresent(this::create);
            if (decision.isIdle()) {
                runs.removeAll(
                        Pruning.surplus(world.history(), migration.getSpec().runHistoryLimitOrDefault()));
            }
        }
        if (kill > 2) {
            migration.setStatus(MigrationStatuses.of(world, decision, started, now));
        }
    }

    private void note(Memory memory) {
        if (Records.isNews(migration, memory)) {
            record = Optional.of(Records.record(migration, memory));
            migration.getMetadata().getAnnotations().put(Labels.RECORD, Records.note(migration, memory));
        }
    }

    private void create(MigrationRun run) {
        runs.removeIf(
                old -> old.getMetadata().getName().equals(run.getMetadata().getName())
                        && Adoption.of(old, Optional.of(migration)) != Adoption.ADOPTED);
        run.getMetadata().setUid("uid-" + ++uids);
        runs.add(run);
    }

    /** The run controller: only what is adopted gets a Job. */
    private void launch() {
        for (var run : List.copyOf(runs)) {
            if (run.getStatus() != null) {
                continue;
            }
            var name = run.getMetadata().getName();
            var job = "job-of-" + run.getMetadata().getUid();
            if (jobs.contains(job)) {
                story.add("found " + name + " at work");
                replace(run, RunBuilder.like(run).running().job(job));
                continue;
            }
            switch (Adoption.of(run, Optional.of(migration))) {
                case ADOPTED -> {
                    story.add("launched " + name + " " + run.getSpec().operation());
                    judge(run);
                    jobs.add(job);
                    replace(run, RunBuilder.like(run).running().job(job));
                }
                case LAUNCHED -> replace(run, RunBuilder.like(run).unknown().job(job));
                case AWAITED, FOREIGN -> {}
            }
        }
    }

    private void judge(MigrationRun run) {
        var request = run.getSpec().request();
        if (Kind.of(run) == Kind.MOVE && request != null) {
            if (carriedOut.merge(request.name(), 1, Integer::sum) > 1) {
                fail("the request " + request.name() + " was carried out twice");
            }
        }
        if (Kind.of(run) == Kind.MIGRATION && moved) {
            fail("the database was migrated although somebody had moved it");
        }
    }

    private void fail(String what) {
        if (trouble.isEmpty()) {
            trouble = Optional.of(what);
        }
    }

    /** A run at work ends: well, badly, or without a word. */
    private void end() {
        runs.stream()
                .filter(run -> run.getStatus() != null
                        && !RunOutcomes.phase(run).terminal()
                        && run.getStatus().job() != null)
                .findFirst()
                .ifPresent(run -> {
                    // Its pod tells the same whenever it is asked.
                    var how = ends.computeIfAbsent(run.getMetadata().getUid(), uid -> random.nextInt(4));
                    var like = RunBuilder.like(run)
                            .job("job-of-" + run.getMetadata().getUid());
                    story.add("ended " + run.getMetadata().getName() + " " + how);
                    if (RunOutcomes.phase(run) == RunPhase.Unknown) {
                        settle(run, like);
                        return;
                    }
                    var moves = Kind.of(run) == Kind.MOVE;
                    if (how == 0) {
                        replace(
                                run,
                                like.failed(moves ? Reason.RestoreFailed : Reason.StatementFailed)
                                        .moved("c3", "c3"));
                        return;
                    }
                    if (moves) {
                        var wish = run.getSpec().wish();
                        moved = !Wishes.endsHold(migration, wish.targets(), wish.retry());
                    }
                    if (Kind.of(run) == Kind.MIGRATION) {
                        moved = false;
                    }
                    var isLook = Kind.of(run) == Kind.LOOK || Kind.of(run) == Kind.SETTLEMENT;
                    if (how == 1 && !isLook) {
                        replace(run, like.unknown());
                    } else if (isLook) {
                        replace(run, like.observed(1, "b2").endedAt(now));
                    } else if (moves) {
                        replace(
                                run,
                                like.now(RunPhase.Succeeded, Reason.Restored, "Done.")
                                        .moved("c3", "b2")
                                        .endedAt(now));
                    } else {
                        replace(run, like.succeeded().endedAt(now));
                    }
                });
    }

    /** The run controller settles a lost run once another one has read the database. */
    private void settle(MigrationRun lost, RunBuilder like) {
        runs.stream()
                .filter(run -> RunRef.to(lost).equals(run.getSpec().settlesRef())
                        && RunOutcomes.phase(run).terminal())
                .findFirst()
                .ifPresent(by -> replace(lost, like.failed(Reason.Lost).moved("c3", "b2")));
    }

    private void replace(MigrationRun old, RunBuilder by) {
        var index = runs.indexOf(old);
        if (index >= 0) {
            runs.set(index, by.build());
        }
    }

    /** Somebody asks for a move, under a name of its own. */
    private void ask() {
        var request = random.nextBoolean()
                ? asked(Operation.Downgrade).target("-1")
                : asked(Operation.Restore)
                        .restoring(new RestoreSpec("orders-1-backup", RestoreMode.Swap, "orders", null));
        var name = "request-" + ++names;
        story.add("asked for " + name);
        requests.add(fresh(request.named(name)));
    }

    private MigrationRequest fresh(RequestBuilder request) {
        return request.again("uid-" + ++uids).createdAt(now).build();
    }

    /** Objects come back without their status: from a backup, by a tool that writes whole objects. */
    private void lose() {
        var all = random.nextBoolean();
        story.add(all ? "all statuses are lost" : "some statuses are lost");
        if (all || random.nextBoolean()) {
            migration.setStatus(null);
        }
        runs.stream().filter(run -> all || random.nextBoolean()).forEach(run -> run.setStatus(null));
    }

    /** A GitOps tool creates again what was deleted. */
    private void createAgain() {
        if (random.nextInt(3) == 0) {
            story.add("the DatabaseMigration was deleted and created again");
            runs.removeIf(run -> Adoption.isOwned(run, migration));
            var old = migration;
            migration = manifest(
                    old.getSpec().targetsOrDefault().getFirst(),
                    Labels.annotation(old, Labels.RETRY).orElse(null),
                    1);
        }
        story.add("the requests were created again");
        requests.replaceAll(request -> {
            var copy = new MigrationRequest();
            copy.setMetadata(request.getMetadata());
            copy.getMetadata().setUid("uid-" + ++uids);
            copy.setSpec(request.getSpec());
            return copy;
        });
    }

    /** A person, or a bot, changes the manifest. */
    private void change() {
        switch (random.nextInt(4)) {
            case 0 -> {
                moved = false;
                edit(
                        "other target",
                        migration.getSpec().targetsOrDefault().getFirst().equals("head") ? "b2" : "head",
                        1);
            }
            case 1 -> {
                story.add("retry is asked for");
                moved = false;
                migration.getMetadata().getAnnotations().put(Labels.RETRY, "retry-" + ++names);
            }
            case 2 -> {
                story.add("retry is taken away");
                migration.getMetadata().getAnnotations().remove(Labels.RETRY);
            }
            default ->
                edit("other image", migration.getSpec().targetsOrDefault().getFirst(), 1 + random.nextInt(5));
        }
    }

    private void edit(String what, String target, int image) {
        story.add(what);
        var changed = aMigration().target(target).image("shop/orders:" + image).build();
        changed.setMetadata(migration.getMetadata());
        changed.setStatus(migration.getStatus());
        migration = changed;
    }

    /** One of the copies of what must not be forgotten goes. */
    private void forget() {
        if (!ExecutedRequests.isOnRecord(migration)) {
            return;
        }
        story.add("the annotation is taken away");
        migration.getMetadata().getAnnotations().remove(Labels.RECORD);
    }

    private void prune() {
        story.add("finished runs are deleted, and Jobs that were seen");
        jobs.removeIf(job -> runs.stream()
                .noneMatch(run -> job.equals("job-of-" + run.getMetadata().getUid())
                        && Adoption.of(run, Optional.of(migration)) != Adoption.LAUNCHED));
        runs.removeIf(run -> RunOutcomes.phase(run).terminal() && random.nextBoolean());
    }
}
