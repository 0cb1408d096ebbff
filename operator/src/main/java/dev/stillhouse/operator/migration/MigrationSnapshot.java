package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.ExecutedRequests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that a decision about a DatabaseMigration rests on.
 *
 * @param migration the resource
 * @param runs its runs, by ascending number: those that the operator has started, and no others
 * @param requests what people have asked for and was not answered yet, oldest first
 * @param rival an older DatabaseMigration that means the same database and version table
 * @param memory what is known whatever has become of the runs
 * @param highest the highest number of any run that claims to be one of it
 * @param servedSince since when this operator is at work
 */
record MigrationSnapshot(
        DatabaseMigration migration,
        List<MigrationRun> runs,
        List<MigrationRequest> requests,
        Optional<DatabaseMigration> rival,
        Memory memory,
        int highest,
        Instant servedSince) {

    History history() {
        return new History(migration, runs, memory);
    }

    Optional<MigrationRun> newest() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }

    /** The next request to be carried out: one that is on record was, or is answered without a run. */
    Optional<MigrationRequest> waiting() {
        return requests.stream()
                .filter(request ->
                        ExecutedRequests.find(memory.requests(), request).isEmpty())
                .findFirst();
    }

    /**
     * The number for the next run; one that was given before is never given again, even if its run was deleted. Where the
     * status that knows the numbers is lost, that of no run is taken.
     */
    int nextNumber() {
        var recorded = ExecutedRequests.isOnRecord(migration) ? lastNumber() : OptionalInt.of(highest);
        var known = Stream.concat(
                        newest().map(run -> run.getSpec().number()).stream(),
                        memory.requests().stream().map(ExecutedRequest::number))
                .mapToInt(Integer::intValue);
        return IntStream.concat(recorded.stream(), known).max().orElse(0) + 1;
    }

    private OptionalInt lastNumber() {
        var last = migration.getStatus().lastRun();
        return last == null ? OptionalInt.empty() : OptionalInt.of(last.number());
    }
}
