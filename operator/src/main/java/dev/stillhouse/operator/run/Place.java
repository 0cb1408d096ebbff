package dev.stillhouse.operator.run;

import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.operator.cluster.DatabaseServers;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A run, as far as it matters to whose turn it is.
 *
 * @param server the server of its database; empty if it touches none
 * @param since what it is ordered by: its creation, and the {@link Urgency} of what it is for
 */
record Place(String uid, String namespace, String name, Optional<String> server, Instant since) {
    static final Comparator<Place> ORDER = Comparator.comparing(Place::since).thenComparing(Place::uid);

    static Place of(MigrationRun run) {
        var meta = run.getMetadata();
        return new Place(
                meta.getUid(),
                meta.getNamespace(),
                meta.getName(),
                DatabaseServers.of(run),
                Instant.parse(meta.getCreationTimestamp()).plus(Urgency.of(run).delay()));
    }

    /** With whom it shares a limit; empty if that one is not for it. */
    Optional<String> key(RunLimits.Scope scope) {
        return switch (scope) {
            case CLUSTER -> Optional.of("");
            case NAMESPACE -> Optional.of(namespace);
            case DATABASE_SERVER -> server;
        };
    }
}
