package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.database.Backends.Backend;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.model.Blockage;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.rehearsal.Shown;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows so far. A phase changes nothing in it: it hands on another one, to which it has added its part.
 *
 * @param request what was asked for; its targets are those that this run goes to
 * @param opened the database and the project
 * @param planned the plan, once it is made
 * @param shown what trying it on a copy has shown; null if it was not tried
 * @param reviewed what is known of the plan's steps
 * @param need whether a backup has to be taken before the plan is applied
 * @param tellAsItRuns whether the plan is told with what its steps execute, as nobody was told before
 * @param underLock the backup that is taken in the middle of applying the plan; null if none is
 * @param applied what became of the plan, once it was applied
 */
record RunState(
        RunRequest request,
        Opened opened,
        @Nullable Planned planned,
        @Nullable Shown shown,
        Reviewed reviewed,
        BackupNeed need,
        boolean tellAsItRuns,
        @Nullable UnderLock underLock,
        @Nullable Applied applied) {

    private record Planned(Plan plan, String digest) {}

    /**
     * What became of a plan.
     *
     * @param before version rows by schema, before it was applied
     * @param result the number of steps that ran, or why the project's work ended before its end
     * @param backends those of the project
     * @param executed the plan as it ran, if that is to be told
     * @param saved whether there is a backup of rows that were saved while it was applied
     * @param inTheWay who was in the project's way when it was last looked for
     */
    record Applied(
            Map<String, List<String>> before,
            Result<Integer> result,
            Set<Backend> backends,
            Optional<ExecutedPlan> executed,
            boolean saved,
            Optional<Blockage> inTheWay) {

        /** The same with a further sentence about its trouble. */
        Applied saying(String more) {
            return result instanceof Result.Failed<Integer>(Trouble trouble) ? failing(trouble.saying(more)) : this;
        }

        /** The same with another trouble. */
        Applied failing(Trouble trouble) {
            return new Applied(before, Result.failed(trouble), backends, executed, saved, inTheWay);
        }
    }

    static RunState of(RunRequest request, Opened opened) {
        return new RunState(request, opened, null, null, Reviewed.NOTHING, new BackupNeed.None(), false, null, null);
    }

    RunState to(List<String> targets) {
        return new RunState(
                request.to(targets), opened, planned, shown, reviewed, need, tellAsItRuns, underLock, applied);
    }

    RunState planned(Plan plan, String digest) {
        return new RunState(
                request, opened, new Planned(plan, digest), shown, reviewed, need, tellAsItRuns, underLock, applied);
    }

    RunState reviewed(Reviewed review) {
        return new RunState(request, opened, planned, shown, review, need, tellAsItRuns, underLock, applied);
    }

    /** The plan was tried on a copy. */
    RunState tried(Shown what) {
        return new RunState(request, opened, planned, what, reviewed, need, tellAsItRuns, underLock, applied);
    }

    /** The plan may run. */
    RunState allowed(BackupNeed before, boolean tell) {
        return new RunState(request, opened, planned, shown, reviewed, before, tell, underLock, applied);
    }

    /** The backup is taken later, under the lock of the steps. */
    RunState backingUp(UnderLock later) {
        return new RunState(request, opened, planned, shown, reviewed, need, tellAsItRuns, later, applied);
    }

    /** The plan begins again, after what its steps have shown to be needed. */
    RunState againAfter(BackupNeed before) {
        return new RunState(request, opened, planned, shown, reviewed, before, tellAsItRuns, null, null);
    }

    boolean isApplied() {
        return applied != null;
    }

    RunState applied(Applied what) {
        return new RunState(request, opened, planned, shown, reviewed, need, tellAsItRuns, underLock, what);
    }

    Optional<Shown> rehearsed() {
        return Optional.ofNullable(shown);
    }

    Plan plan() {
        return Objects.requireNonNull(planned).plan();
    }

    String digest() {
        return Objects.requireNonNull(planned).digest();
    }

    Applied whatWasApplied() {
        return Objects.requireNonNull(applied);
    }
}
