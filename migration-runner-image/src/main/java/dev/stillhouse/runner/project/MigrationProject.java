package dev.stillhouse.runner.project;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.NewRevision;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.RunLocks;
import dev.stillhouse.runner.model.StampedRows;
import dev.stillhouse.runner.model.WrittenRevision;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a project. Calls come from one thread; {@link #abandon()} may come from another, and the call that is
 * under way then fails with {@link Reason#BridgeLost}.
 */
public interface MigrationProject extends AutoCloseable {

    /**
     * Opens it for this database; comes before everything else.
     *
     * @param locks by which the project's sessions are to be known; absent where nothing is locked
     * @return what the project runs with, in a sentence
     */
    Result<String> open(RunRequest request, DatabaseUrl url, @Nullable RunLocks locks);

    /**
     * The way to the targets. Nothing is changed.
     *
     * @param goOn in which directions {@link #apply} follows at once if there is anything to do: then the project may stay where
     *     it is, in its own transaction
     */
    Result<Plan> plan(List<String> targets, Set<Direction> goOn);

    /**
     * What the steps of the plan would send to the server. It is asked after {@link #plan}, as it starts from the version rows
     * that were read there; nothing is executed, and nothing that a step does beside happens.
     */
    Result<RenderedPlan> render(List<String> targets, Plan plan);

    /**
     * Runs the plan; the value is the number of steps that ran.
     *
     * @param sql whether each step is to tell what it executed
     * @param guarded whether each step may send nothing that can lose data but what {@link #render} has told of it; otherwise
     *     it fails with {@link Reason#UnforeseenStatement}
     * @param rows statements whose rows are to be saved right before: then the listener is asked {@link ProjectQuestion.Rows}
     *     and {@link ProjectQuestion.Saved}
     * @param hold whose writers are to wait; then the listener is asked {@link ProjectQuestion.Held}. Null if nobody's are
     */
    Result<Integer> apply(
            List<String> targets,
            Plan plan,
            boolean sql,
            boolean guarded,
            List<RowLoss> rows,
            @Nullable Hold hold,
            ProjectListener listener);

    /**
     * The same project with a copy in the place of its database.
     *
     * @param session settings of its connections to the copy
     * @param locks those of the runner's session in the copy
     */
    ProjectInCopy inCopy(DatabaseUrl copy, RunRequest.Session session, String applicationName, RunLocks locks);

    /**
     * The whole history.
     *
     * @param current whether to ask the project where the database is, too
     */
    Result<Graph> graph(boolean current);

    /** The full identifiers of what the project's expressions for revisions mean. */
    Result<List<String>> select(List<String> expressions);

    /**
     * The revisions of a range in the project's own words, newest first.
     *
     * @param rows the version rows that {@code current} means in it
     */
    Result<List<String>> selectRange(String range, List<String> rows);

    /** The rows that {@link #stamp} would write. */
    Result<StampedRows> planStamp(List<String> targets, boolean purge);

    /**
     * Writes version rows without running revisions.
     *
     * @param purge clears the table first, of unknown rows too
     * @param expect the rows that must be there before
     */
    Result<StampedRows> stamp(List<String> targets, boolean purge, List<String> expect, ProjectListener listener);

    /** What is different between the database and the project's models, in words. */
    Result<List<String>> check();

    /** Writes a revision file: one, or as many as the project's directives want. */
    Result<List<WrittenRevision>> revision(NewRevision revision);

    /**
     * Writes a revision file that merges these revisions.
     *
     * @param revisions empty means all heads
     */
    Result<List<WrittenRevision>> merge(
            List<String> revisions, @Nullable String message, List<String> branchLabels, @Nullable String revisionId);

    /** Ends the call that is under way, from another thread, without waiting for the process. */
    void abandon();

    /** Ends its process, or hangs up on it. */
    @Override
    void close();
}
