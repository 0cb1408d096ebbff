package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.AppliedWith;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.RunRef;
import java.util.List;

/** What the operator starts a run for. */
sealed interface Purpose {
    /** To make the manifest true. */
    record Migrate() implements Purpose {}

    /** To do what somebody has asked for. */
    record CarryOut(MigrationRequest request) implements Purpose {}

    /** To find out by reading the database how this run ended. */
    record Settle(RunRef run) implements Purpose {}

    /** To see where the database is, compared with what the manifest asks for. */
    record Look() implements Purpose {}

    /**
     * To go down with the project that knows the way, as the one that is wanted does not.
     *
     * @param with the project that knows the way
     * @param known the newest revisions that the wanted project knows, newest first
     */
    record GoDown(AppliedWith with, List<String> known) implements Purpose {}

    /** Whether a run for this may leave the database elsewhere, or is to find out whether one has. */
    default boolean moves() {
        return switch (this) {
            case Migrate migrate -> true;
            case GoDown down -> true;
            case Settle settle -> true;
            case CarryOut(var request) -> request.getSpec().moves();
            case Look look -> false;
        };
    }
}
