package dev.stillhouse.operator.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRecord;
import dev.stillhouse.api.v1alpha1.MigrationRecordSpec;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.MigrationRunSpec.MigrationRef;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.Labels;
import dev.stillhouse.operator.cluster.RequestDigest;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what is remembered of a DatabaseMigration in the words of the objects that keep it. */
final class Records {
    private Records() {}

    /** What is to be remembered once a decision is carried out. {@code started} is the run that it starts, if any. */
    static Memory after(
            MigrationSnapshot world, MigrationDecision decision, Optional<MigrationRun> started, Instant now) {
        var known = knownNow(world);
        return switch (decision) {
            case MigrationDecision.Settled settled -> known.released(world.runs());
            case MigrationDecision.Start(Purpose.CarryOut(var request), var number, var attempt) ->
                started.map(run -> known.with(executed(request, run, now), open(world)))
                        .orElse(known);
            case MigrationDecision.Start(Purpose.Migrate migrate, var number, var attempt) ->
                known.released(world.runs());
            default -> known;
        };
    }

    /** That a move has ended and what it means for the database are known at once: nothing may be lost between the two. */
    private static Memory knownNow(MigrationSnapshot world) {
        var known = world.memory().knowing(world.runs());
        var held = world.history().held();
        return held.isPresent() ? known.withHeld(held) : known;
    }

    private static Set<String> open(MigrationSnapshot world) {
        return world.requests().stream()
                .map(request -> request.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private static ExecutedRequest executed(MigrationRequest request, MigrationRun run, Instant now) {
        var meta = request.getMetadata();
        return new ExecutedRequest(
                meta.getName(),
                RequestDigest.of(request.getSpec()),
                meta.getUid(),
                request.getSpec().operation().name(),
                request.getSpec().moves(),
                run.getMetadata().getName(),
                run.getSpec().number(),
                Conditions.timestamp(now),
                null);
    }

    /** The value of the annotation. */
    static String note(DatabaseMigration migration, Memory memory) {
        try {
            return Serialization.jsonMapper().writeValueAsString(spec(migration, memory));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record can be written as JSON", e);
        }
    }

    /** Whether what is to be remembered is not noted yet. Where there was never anything nothing is noted. */
    static boolean isNews(DatabaseMigration migration, Memory memory) {
        var noted = Labels.annotation(migration, Labels.RECORD);
        return noted.isPresent() ? !noted.get().equals(note(migration, memory)) : !memory.isEmpty();
    }

    static MigrationRecord record(DatabaseMigration migration, Memory memory) {
        var meta = migration.getMetadata();
        var record = new MigrationRecord();
        record.setMetadata(new ObjectMetaBuilder()
                .withName(meta.getName())
                .withNamespace(meta.getNamespace())
                .withLabels(Map.of(Labels.MANAGED_BY, Labels.STILLHOUSE))
                .build());
        record.setSpec(spec(migration, memory));
        return record;
    }

    private static MigrationRecordSpec spec(DatabaseMigration migration, Memory memory) {
        return new MigrationRecordSpec(
                new MigrationRef(migration.getMetadata().getName()),
                memory.requests(),
                memory.held().orElse(null));
    }
}
