package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.Times.NOON;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Attempt;
import dev.stillhouse.operator.cluster.ExecutedRequests;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RequestBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A DatabaseMigration with its runs, at a time: what a decision rests on, in a sentence. */
record Situation(MigrationSnapshot world, Instant now) {
    /** At noon, a DatabaseMigration with these runs. */
    static Situation of(MigrationBuilder migration, RunBuilder... runs) {
        return of(migration.build(), Stream.of(runs).map(RunBuilder::build).toList());
    }

    static Situation of(DatabaseMigration migration, List<MigrationRun> runs) {
        return new Situation(
                new MigrationSnapshot(
                        migration,
                        runs,
                        List.of(),
                        Optional.empty(),
                        Memory.of(migration, Optional.empty()),
                        runs.isEmpty() ? 0 : runs.getLast().getSpec().number(),
                        Instant.EPOCH),
                NOON);
    }

    /** The run that the operator would make of a DatabaseMigration. */
    static RunBuilder runOf(MigrationBuilder migration, int number) {
        var made = RunFactory.create(of(migration).world(), migrate(number, 1));
        return RunBuilder.like(made).uid("uid-of-" + made.getMetadata().getName());
    }

    static MigrationDecision.Start migrate(int number, int attempt) {
        return new MigrationDecision.Start(new Purpose.Migrate(), number, new Attempt(attempt, 0));
    }

    static MigrationDecision.Start observe(int number, int attempt, String settles) {
        return new MigrationDecision.Start(
                new Purpose.Settle(RunBuilder.ref(settles)), number, new Attempt(attempt, 0));
    }

    /** An older DatabaseMigration means the same database. */
    Situation withRival(DatabaseMigration rival) {
        return with(world.requests(), Optional.of(rival));
    }

    /** People have asked for these, and they were not answered yet; there is a status to remember them in. */
    Situation withWaiting(RequestBuilder... waiting) {
        return onRecord().withWaitingAsItIs(waiting);
    }

    /** The same, whether or not there is a status. */
    Situation withWaitingAsItIs(RequestBuilder... waiting) {
        return with(Stream.of(waiting).map(RequestBuilder::build).toList(), world.rival());
    }

    private Situation onRecord() {
        if (ExecutedRequests.isOnRecord(world.migration())) {
            return this;
        }
        var migration = Serialization.clone(world.migration());
        migration.setStatus(MigrationStatuses.of(world, new MigrationDecision.Suspend(), Optional.empty(), now));
        return new Situation(
                new MigrationSnapshot(
                        migration,
                        world.runs(),
                        world.requests(),
                        world.rival(),
                        world.memory(),
                        world.highest(),
                        world.servedSince()),
                now);
    }

    private Situation with(List<MigrationRequest> requests, Optional<DatabaseMigration> rival) {
        return new Situation(
                new MigrationSnapshot(
                        world.migration(),
                        world.runs(),
                        requests,
                        rival,
                        world.memory(),
                        world.highest(),
                        world.servedSince()),
                now);
    }

    /** What is not forgotten although no status has it. */
    Situation remembering(Memory memory) {
        return new Situation(
                new MigrationSnapshot(
                        world.migration(),
                        world.runs(),
                        world.requests(),
                        world.rival(),
                        memory,
                        world.highest(),
                        world.servedSince()),
                now);
    }

    /** The operator has been at work since then. */
    Situation servedSince(Instant time) {
        return new Situation(
                new MigrationSnapshot(
                        world.migration(),
                        world.runs(),
                        world.requests(),
                        world.rival(),
                        world.memory(),
                        world.highest(),
                        time),
                now);
    }

    Situation at(Instant time) {
        return new Situation(world, time);
    }

    MigrationRun run(int index) {
        return world.runs().get(index);
    }

    MigrationDecision decision() {
        return MigrationDecider.decide(world, now);
    }

    Standing standing() {
        return MigrationStanding.of(decision(), world);
    }

    /** The status that is written for the decision. */
    DatabaseMigrationStatus status() {
        return MigrationStatuses.of(world, decision(), started(), now);
    }

    /** The run that the decision starts, as the API server returns it. */
    Optional<MigrationRun> started() {
        if (!(decision() instanceof MigrationDecision.Start start)) {
            return Optional.empty();
        }
        var run = RunFactory.create(world, start);
        run.getMetadata().setUid("uid-of-" + run.getMetadata().getName());
        return Optional.of(run);
    }
}
