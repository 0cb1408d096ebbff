package dev.stillhouse.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRecordSpec;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which requests of a DatabaseMigration were taken up, so that each is carried out once, however often it is created. */
public final class ExecutedRequests {
    /** Moves are remembered longest: doing one a second time is what must not happen. */
    static final int MAX_MOVES = 100;

    static final int MAX_OTHERS = 20;

    private ExecutedRequests() {}

    /** What a DatabaseMigration knows of a request of this name and content. */
    public static Optional<ExecutedRequest> find(List<ExecutedRequest> known, MigrationRequest request) {
        var name = request.getMetadata().getName();
        var digest = RequestDigest.of(request.getSpec());
        return known.reversed().stream()
                .filter(executed ->
                        executed.name().equals(name) && executed.digest().equals(digest))
                .findFirst();
    }

    /**
     * With one more, in its place if it is there already; the oldest go where there are too many, but for those that are
     * still open, by their uids: each of them would be carried out again.
     */
    public static List<ExecutedRequest> add(List<ExecutedRequest> known, ExecutedRequest taken, Set<String> open) {
        var all = new ArrayList<>(known);
        all.removeIf(old -> old.uid().equals(taken.uid()));
        all.add(taken);
        forget(all, true, MAX_MOVES, open);
        forget(all, false, MAX_OTHERS, open);
        return List.copyOf(all);
    }

    private static void forget(List<ExecutedRequest> all, boolean moves, int most, Set<String> open) {
        var some = all.stream().filter(known -> known.moves() == moves).toList();
        some.stream()
                .limit(Math.max(0, some.size() - most))
                .filter(known -> !open.contains(known.uid()))
                .forEach(all::remove);
    }

    /** What a DatabaseMigration has on record: in its status, or in its annotation where that was lost. */
    public static List<ExecutedRequest> of(DatabaseMigration migration) {
        var known = isOnRecord(migration)
                ? Optional.ofNullable(migration.getStatus().requests())
                : noted(migration).map(MigrationRecordSpec::requests);
        return known.orElse(List.of());
    }

    /** Whether its status was written by a decision: one that is new or lost, or only tells of an error, knows nothing. */
    public static boolean isOnRecord(DatabaseMigration migration) {
        return Optional.ofNullable(migration.getStatus())
                .map(DatabaseMigrationStatus::observedGeneration)
                .filter(generation -> generation != DatabaseMigrationStatus.UNSEEN)
                .isPresent();
    }

    /**
     * What the annotation says; nothing where there is none, somebody has written something else into it, or the manifest of
     * another DatabaseMigration was copied with it.
     */
    public static Optional<MigrationRecordSpec> noted(DatabaseMigration migration) {
        return Labels.annotation(migration, Labels.RECORD)
                .flatMap(ExecutedRequests::read)
                .filter(ExecutedRequests::isWhole)
                .filter(noted -> noted.migrationRef()
                        .name()
                        .equals(migration.getMetadata().getName()));
    }

    private static boolean isWhole(MigrationRecordSpec noted) {
        var held = noted.held();
        var words = held == null
                ? Stream.<Object>of()
                : Stream.of(held.run(), held.targets(), held.reason(), held.message());
        return noted.migrationRef() != null
                && noted.migrationRef().name() != null
                && words.allMatch(Objects::nonNull)
                && Stream.ofNullable(noted.requests()).flatMap(List::stream).allMatch(ExecutedRequests::isWhole);
    }

    private static boolean isWhole(ExecutedRequest noted) {
        return noted != null
                && Stream.of(noted.name(), noted.digest(), noted.uid(), noted.operation(), noted.run(), noted.time())
                        .allMatch(Objects::nonNull);
    }

    private static Optional<MigrationRecordSpec> read(String json) {
        try {
            return Optional.ofNullable(Serialization.jsonMapper().readValue(json, MigrationRecordSpec.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
