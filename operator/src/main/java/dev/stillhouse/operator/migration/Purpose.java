package dev.stillhouse.operator.migration;

import dev.stillhouse.api.v1alpha1.DatabaseMigrationStatus.AppliedWith;
import dev.stillhouse.report.Operation;
import java.util.List;

/** What the operator starts a run for. */
sealed interface Purpose {
    /** To make the manifest true. */
    record Migrate() implements Purpose {}

    /** To find out by reading the database how the run of this name ended. */
    record Settle(String run) implements Purpose {}

    /** To see where the database is, compared with what the manifest asks for. */
    record Look() implements Purpose {}

    /**
     * To go down with the project that knows the way, as the one that is wanted does not.
     *
     * @param with the project that knows the way
     * @param known the newest revisions that the wanted project knows, newest first
     */
    record GoDown(AppliedWith with, List<String> known) implements Purpose {}

    /** The operation of a run for this. */
    default Operation operation() {
        return switch (this) {
            case Migrate migrate -> Operation.Migrate;
            case GoDown down -> Operation.Migrate;
            case Settle settle -> Operation.Observe;
            case Look look -> Operation.Observe;
        };
    }
}
