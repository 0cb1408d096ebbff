package dev.stillhouse.operator.request;

import dev.stillhouse.api.v1alpha1.DatabaseMigration;
import dev.stillhouse.api.v1alpha1.ExecutedRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequest;
import dev.stillhouse.api.v1alpha1.MigrationRequestStatus;
import dev.stillhouse.api.v1alpha1.MigrationRun;
import dev.stillhouse.api.v1alpha1.RequestPhase;
import java.util.Optional;

/**
 * All that a decision about a request rests on.
 *
 * @param request the resource
 * @param run the run that carries it out
 * @param migration its DatabaseMigration; not looked for once there is a run
 * @param executed what the DatabaseMigration has on record of a request of this name and content
 */
record RequestSnapshot(
        MigrationRequest request,
        Optional<MigrationRun> run,
        Optional<DatabaseMigration> migration,
        Optional<ExecutedRequest> executed) {
    RequestPhase phase() {
        return Optional.ofNullable(request.getStatus())
                .map(MigrationRequestStatus::phase)
                .orElse(RequestPhase.Pending);
    }
}
