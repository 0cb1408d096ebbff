package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.RunOutcomes;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision about a DatabaseMigration rests on.
 *
 * @param migration the resource
 * @param runs its runs, by ascending number
 * @param waiting runs that people created and that have not been taken up, oldest first
 * @param rival an older DatabaseMigration that means the same database and version table
 */
record MigrationSnapshot(
        DatabaseMigration migration,
        List<MigrationRun> runs,
        List<MigrationRun> waiting,
        Optional<DatabaseMigration> rival) {
    Optional<MigrationRun> newest() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }

    /** The run that left the database where the DatabaseMigration stands. */
    Optional<MigrationRun> decisive() {
        return runs.reversed().stream().filter(Bearing::decides).findFirst();
    }

    /** The newest run that has read where the database is. */
    Optional<MigrationRun> lastReading() {
        return runs.reversed().stream()
                .filter(Bearing::reads)
                .filter(run -> RunOutcomes.rows(run).isPresent())
                .findFirst();
    }

    Optional<MigrationRun> named(String name) {
        return runs.stream()
                .filter(run -> name.equals(run.getMetadata().getName()))
                .findFirst();
    }

    /** The run of unknown outcome that another one settles. */
    Optional<MigrationRun> settledBy(MigrationRun run) {
        return Optional.ofNullable(run.getSpec().settles()).flatMap(this::named);
    }

    /** The number for the next run; one that was given before is never given again, even if its run was deleted. */
    int nextNumber() {
        var status = migration.getStatus();
        var recorded = status == null || status.lastRun() == null
                ? 0
                : status.lastRun().number();
        var newest = newest().map(run -> run.getSpec().number()).orElse(0);
        return Math.max(recorded, newest) + 1;
    }
}
