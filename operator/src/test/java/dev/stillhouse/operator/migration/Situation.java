package dev.stillhouse.operator.migration;

import static dev.stillhouse.operator.fixture.Times.NOON;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.Standing;
import dev.stillhouse.operator.fixture.MigrationBuilder;
import dev.stillhouse.operator.fixture.RunBuilder;
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
        return new Situation(new MigrationSnapshot(migration, runs, List.of(), Optional.empty()), NOON);
    }

    /** The run that the operator would make of a DatabaseMigration. */
    static RunBuilder runOf(MigrationBuilder migration, int number) {
        return RunBuilder.like(RunFactory.create(of(migration).world(), migrate(number, 1)));
    }

    static MigrationDecision.Start migrate(int number, int attempt) {
        return new MigrationDecision.Start(new Purpose.Migrate(), number, attempt);
    }

    static MigrationDecision.Start observe(int number, int attempt, String settles) {
        return new MigrationDecision.Start(new Purpose.Settle(settles), number, attempt);
    }

    /** An older DatabaseMigration means the same database. */
    Situation withRival(DatabaseMigration rival) {
        return new Situation(
                new MigrationSnapshot(world.migration(), world.runs(), world.waiting(), Optional.of(rival)), now);
    }

    /** People have created these, and they have not been taken up. */
    Situation withWaiting(RunBuilder... waiting) {
        var asked = Stream.of(waiting).map(RunBuilder::build).toList();
        return new Situation(new MigrationSnapshot(world.migration(), world.runs(), asked, world.rival()), now);
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
        return MigrationStatuses.of(world, decision(), standing(), now);
    }
}
