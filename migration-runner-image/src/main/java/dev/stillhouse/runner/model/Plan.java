package dev.stillhouse.runner.model;

import dev.stillhouse.report.Direction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Alembic would run, as the bridge tells it. All lists of revisions but {@code steps} are sorted.
 *
 * @param current version rows of the database
 * @param heads heads of the project
 * @param target the resolved target; empty is base
 * @param unknown version rows that the project does not contain
 * @param connection what the project's own connection reached
 */
public record Plan(
        List<String> current,
        List<String> heads,
        List<String> target,
        Direction direction,
        List<Step> steps,
        List<String> unknown,
        VersionTable versionTable,
        boolean transactionPerMigration,
        Connection connection) {

    public Plan {
        current = current.stream().sorted().toList();
        heads = List.copyOf(heads);
        target = List.copyOf(target);
        steps = List.copyOf(steps);
        unknown = List.copyOf(unknown);
    }

    public List<String> revisions() {
        return steps.stream().map(Step::revision).toList();
    }

    /** Version rows after the last step. */
    public List<String> rowsAfter() {
        return steps.isEmpty() ? current : steps.getLast().rowsAfter();
    }

    /** One of its steps as a plan, from these version rows. */
    public Plan only(Step step, List<String> rows) {
        return new Plan(
                rows,
                heads,
                step.rowsAfter(),
                direction,
                List.of(step),
                unknown,
                versionTable,
                transactionPerMigration,
                connection);
    }

    /** The table in which Alembic keeps its rows; without a schema it is found by the search path. */
    public record VersionTable(@Nullable String schema, String name) {
        @Override
        public String toString() {
            return schema == null ? name : schema + "." + name;
        }
    }

    /**
     * The project's own connection.
     *
     * @param seesRunner whether the runner's session is in the same database of the same server; absent if it has none
     */
    public record Connection(
            String database,
            @Nullable String user,
            @Nullable String serverAddress,
            @Nullable Integer serverPort,
            @Nullable String systemIdentifier,
            int backendPid,
            @Nullable String driver,
            @Nullable Boolean seesRunner) {}
}
