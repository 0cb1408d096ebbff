package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.Held;
import dev.stillhouse.api.v1alpha1.MigrationRecord;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.ExecutedRequests;
import dev.stillhouse.operator.cluster.RunOutcomes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must not be forgotten of a DatabaseMigration, whatever is deleted, pruned or restored without its status: the requests
 * that were taken up, oldest first, and what keeps the database where it is. The status has it; a copy is in an annotation
 * and in the MigrationRecord of the same name, for the day when there is no status.
 */
record Memory(List<ExecutedRequest> requests, Optional<Held> held) {
    static final Memory NOTHING = new Memory(List.of(), Optional.empty());

    /** What the status says; without one, the annotation; without that, the record. */
    static Memory of(DatabaseMigration migration, Optional<MigrationRecord> record) {
        var status = migration.getStatus();
        if (ExecutedRequests.isOnRecord(migration)) {
            return new Memory(
                    Optional.ofNullable(status.requests()).orElse(List.of()), Optional.ofNullable(status.held()));
        }
        return ExecutedRequests.noted(migration)
                .or(() -> record.map(MigrationRecord::getSpec))
                .map(spec -> new Memory(
                        Optional.ofNullable(spec.requests()).orElse(List.of()), Optional.ofNullable(spec.held())))
                .orElse(NOTHING);
    }

    boolean isEmpty() {
        return requests.isEmpty() && held.isEmpty();
    }

    /** With one more. {@code open} are the uids of all that were not answered yet. */
    Memory with(ExecutedRequest taken, Set<String> open) {
        return new Memory(ExecutedRequests.add(requests, taken, open), held);
    }

    Memory withHeld(Optional<Held> now) {
        return new Memory(requests, now);
    }

    /** The same, knowing how those runs ended that have ended since. */
    Memory knowing(List<MigrationRun> runs) {
        return new Memory(
                requests.stream().map(request -> knowing(request, runs)).toList(), held);
    }

    private static ExecutedRequest knowing(ExecutedRequest request, List<MigrationRun> runs) {
        return request.outcome() != null
                ? request
                : runs.stream()
                        .filter(run -> isOf(run, request) && RunOutcomes.isOver(run))
                        .map(RunOutcomes::phase)
                        .findFirst()
                        .map(request::ended)
                        .orElse(request);
    }

    /** The same once nothing is held any more. Of the moves that are gone nobody asks again what became of them. */
    Memory released(List<MigrationRun> runs) {
        return new Memory(
                requests.stream()
                        .map(request -> isVanished(request, runs) ? request.ended(RunPhase.Unknown) : request)
                        .toList(),
                Optional.empty());
    }

    /** The newest move of which nothing is known any more: its run was deleted, or lost its status, before its end. */
    Optional<ExecutedRequest> vanished(List<MigrationRun> runs) {
        return requests.reversed().stream()
                .filter(request -> isVanished(request, runs))
                .findFirst();
    }

    /** Whether a move came after the run of a number, however it ended, of which there is no run any more. */
    boolean hasMovedAfter(int number, List<MigrationRun> runs) {
        return requests.stream()
                .anyMatch(request -> request.moves()
                        && request.number() > number
                        && runs.stream().noneMatch(run -> isOf(run, request)));
    }

    private static boolean isVanished(ExecutedRequest request, List<MigrationRun> runs) {
        return request.moves() && request.outcome() == null && runs.stream().noneMatch(run -> isOf(run, request));
    }

    private static boolean isOf(MigrationRun run, ExecutedRequest request) {
        var by = run.getSpec().request();
        return by != null && by.uid().equals(request.uid()) && run.getSpec().settlesRef() == null;
    }
}
