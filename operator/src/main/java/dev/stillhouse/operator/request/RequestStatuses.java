package dev.stillhouse.operator.request;

import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequestStatus;
import dev.stillhouse.api.v1alpha1.RequestPhase;
import dev.stillhouse.api.v1alpha1.RunPhase;
import dev.stillhouse.operator.cluster.Conditions;
import dev.stillhouse.operator.cluster.RunOutcomes;
import dev.stillhouse.operator.cluster.Standing;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the status of a request anew from what is known. */
final class RequestStatuses {
    private static final MigrationRequestStatus NOTHING =
            new MigrationRequestStatus(null, null, null, null, null, null, null, null);

    private RequestStatuses() {}

    static MigrationRequestStatus of(RequestSnapshot world, RequestDecision decision, Standing standing, Instant now) {
        var meta = world.request().getMetadata();
        var old = Optional.ofNullable(world.request().getStatus()).orElse(NOTHING);
        var phase = phase(decision);
        return new MigrationRequestStatus(
                meta.getGeneration(),
                Conditions.of(standing, meta.getGeneration(), old.conditions(), now),
                phase,
                standing.reason(),
                standing.message(),
                run(world, old),
                Objects.requireNonNullElse(old.startTime(), Conditions.timestamp(now)),
                phase.terminal() ? Conditions.timestamp(now) : null);
    }

    /** The same status and truths: nothing new is known but that the operator is hindered. */
    static MigrationRequestStatus hindered(MigrationRequest request, Standing standing, Instant now) {
        var old = Optional.ofNullable(request.getStatus()).orElse(NOTHING);
        return new MigrationRequestStatus(
                old.observedGeneration(),
                Conditions.hindered(standing, request.getMetadata().getGeneration(), old.conditions(), now),
                old.phase(),
                old.reason(),
                old.message(),
                old.run(),
                old.startTime(),
                old.completionTime());
    }

    private static RequestPhase phase(RequestDecision decision) {
        return switch (decision) {
            case RequestDecision.AwaitMigration await -> RequestPhase.Pending;
            case RequestDecision.Queue queue -> RequestPhase.Pending;
            case RequestDecision.Follow follow -> RequestPhase.Running;
            case RequestDecision.Stop stop -> RequestPhase.Running;
            case RequestDecision.Finish(var run) ->
                RunOutcomes.phase(run) == RunPhase.Succeeded ? RequestPhase.Succeeded : RequestPhase.Failed;
            case RequestDecision.Fail fail -> RequestPhase.Failed;
            case RequestDecision.Decline decline -> RequestPhase.AlreadyExecuted;
            case RequestDecision.Rest rest -> throw over();
            case RequestDecision.Keep keep -> throw over();
            case RequestDecision.Expire expire -> throw over();
        };
    }

    private static IllegalArgumentException over() {
        return new IllegalArgumentException("a request that is over says nothing new");
    }

    private static @Nullable String run(RequestSnapshot world, MigrationRequestStatus old) {
        return world.run()
                .map(run -> run.getMetadata().getName())
                .or(() -> world.executed().map(ExecutedRequest::run))
                .orElse(old.run());
    }
}
