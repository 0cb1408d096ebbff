package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.decide.SameDatabase;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.project.MigrationProject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run with both its ends in hand: the locked database and the opened project.
 *
 * @param lock that of the database, from when it was taken
 */
record Opened(Database database, LockKeeping lock, ServerIdentity server, MigrationProject project)
        implements AutoCloseable {
    /** The plan, if it was made on the database that is locked, and still is. */
    Result<Plan> here(Plan plan) {
        if (!lock.isUnbroken()) {
            // Then it is no wonder that the project does not see it.
            return Result.failed(
                    Reason.ConnectionFailed,
                    StopCause.CONNECTION_LOST.sentence() + ", while the plan was made. Nothing was changed.");
        }
        return SameDatabase.check(server, plan.connection())
                .<Result<Plan>>map(Result::failed)
                .orElseGet(() -> Result.ok(plan));
    }

    /** The version rows by schema; none where they cannot be read. */
    Map<String, List<String>> versionRows(Plan plan, @Nullable String role) {
        try {
            return database.versionRows(role).read(plan.versionTable());
        } catch (SQLException e) {
            // The project could read the table; whether the runner can shows when it matters.
            return Map.of();
        }
    }

    /** The project first: the lock is held until the project's connection is certainly closed. */
    @Override
    public void close() {
        project.close();
        database.close();
    }
}
