package dev.stillhouse.runner.run;

import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.database.Backends.Backend;
import dev.stillhouse.runner.model.Blockage;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.project.ProjectAnswer;
import dev.stillhouse.runner.project.ProjectEvent;
import dev.stillhouse.runner.project.ProjectListener;
import dev.stillhouse.runner.project.ProjectQuestion;
import dev.stillhouse.runner.run.RunState.Applied;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The phase apply: one run of the project's env.py. However it ends, the database is read afterwards. Where a statement did
 * not get its lock in time and nothing was committed, it is tried again in this run: the plan still holds, the backup is
 * minutes old, and no other run has had the database.
 */
final class Apply implements RunPhase {
    private static final int TRIES = 5;
    /** Before the second try; it doubles. Those who queued behind the statement that waited get their turn meanwhile. */
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** For the project's backends to come to rest after a statement that was given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;

    /** @param url the database, for a backup that is taken on the way; as the environment is */
    Apply(DatabaseUrl url, Map<String, String> environment, Journal journal, Stop stop) {
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        if (state.isApplied()) {
            return PhaseResult.next(state);
        }
        if (!state.opened().lock().isUnbroken()) {
            return PhaseResult.failed(new Trouble(
                    Reason.ConnectionFailed, StopCause.CONNECTION_LOST.sentence() + ". Nothing was applied."));
        }
        return RowKeeping.open(state, environment, journal)
                .fold(
                        rows -> {
                            try (rows) {
                                PhaseResult tried = tries(state, rows);
                                rows.finish();
                                return tried;
                            }
                        },
                        PhaseResult::failed);
    }

    private PhaseResult tries(RunState state, RowKeeping rows) {
        int steps = state.plan().steps().size();
        journal.enter(Phase.APPLY, "Applying " + steps + (steps == 1 ? " step." : " steps."));
        Optional<BackupUnderLock> backup = Optional.ofNullable(state.underLock())
                .map(order -> new BackupUnderLock(state, order, url, environment, journal, stop));
        Applied applied = once(state, rows, backup);
        Duration pause = PAUSE;
        for (int tries = 1; isWorthAnotherTry(state, applied, backup); tries++) {
            if (tries == TRIES) {
                return PhaseResult.next(state.applied(applied.saying("That was so " + tries + " times in a row.")));
            }
            journal.say("A lock was not to be had in time. Nothing was committed; it is tried again (%d of %d)."
                    .formatted(tries + 1, TRIES));
            if (!stop.pause(pause)) {
                break;
            }
            if (!state.opened().lock().isUnbroken()) {
                journal.say("The advisory lock was lost meanwhile: the rest is for a run of its own.");
                break;
            }
            pause = pause.multipliedBy(2);
            rows.beginsAgain();
            applied = once(state, rows, backup);
        }
        return PhaseResult.next(state.applied(applied));
    }

    /** Whether it was nothing but a lock, which somebody else will give back, and the database is where it was. */
    private boolean isWorthAnotherTry(RunState state, Applied applied, Optional<BackupUnderLock> backup) {
        return applied.result() instanceof Result.Failed<Integer>(Trouble trouble)
                && trouble.reason() == Reason.LockTimeout
                && applied.inTheWay().filter(Blockage::own).isEmpty()
                // A second try would need a second backup, and a finished one is not replaced.
                && backup.filter(BackupUnderLock::begun).isEmpty()
                && !stop.isRequested()
                && !journal.mayHaveCommitted()
                && Aftermath.isWhereItBegan(state, applied, journal, PATIENCE);
    }

    private Applied once(RunState state, RowKeeping rows, Optional<BackupUnderLock> backup) {
        RunRequest request = state.request();
        Opened opened = state.opened();
        Plan plan = state.plan();
        Optional<ExecutedPlan> executed = state.tellAsItRuns()
                ? Optional.of(new ExecutedPlan(request.run(), plan, state.digest(), opened.server()))
                : Optional.empty();
        Map<String, List<String>> before =
                opened.versionRows(plan, request.session().role());
        long lockTimeout = request.session().lockTimeoutMillis();
        Watcher watcher = new Watcher(opened.database(), opened.lock(), opened.project(), journal, stop, lockTimeout);
        stop.react(() -> {});
        watcher.start();
        Result<Integer> result = opened.project()
                .apply(
                        request.targets(),
                        plan,
                        executed.isPresent(),
                        state.reviewed().holds() || state.underLock() != null,
                        Objects.requireNonNullElse(state.reviewed().saving(), List.of()),
                        Optional.ofNullable(state.underLock())
                                .map(UnderLock::hold)
                                .orElse(null),
                        listener(watcher, executed, rows, backup));
        Set<Backend> backends = watcher.finish();
        return new Applied(
                before,
                given(backup.map(it -> it.end(result)).orElse(result), rows),
                backends,
                executed,
                rows.hasSaved(),
                watcher.lastInTheWay());
    }

    private ProjectListener listener(
            Watcher watcher, Optional<ExecutedPlan> executed, RowKeeping rows, Optional<BackupUnderLock> backup) {
        return new ProjectListener() {
            @Override
            public void event(ProjectEvent event) {
                journal.event(event);
                watcher.event(event);
                rows.event(event);
                executed.ifPresent(told -> told.event(event));
                backup.ifPresent(taking -> taking.event(event));
            }

            @Override
            public ProjectAnswer answer(ProjectQuestion question) {
                return switch (question) {
                    case ProjectQuestion.Held held ->
                        backup.map(it -> it.held(held)).orElse(ProjectAnswer.ABANDON);
                    case ProjectQuestion.Rows some -> rows.answer(some);
                    case ProjectQuestion.Saved saved -> rows.answer(saved);
                };
            }

            @Override
            public void unasked() {
                backup.ifPresent(BackupUnderLock::unasked);
            }
        };
    }

    /** Who was told to give up did so because of what the runner found. */
    private static Result<Integer> given(Result<Integer> result, RowKeeping rows) {
        return result instanceof Result.Failed<Integer>(Trouble told) && told.reason() == Reason.Cancelled
                ? rows.trouble()
                        .<Result<Integer>>map(why -> Result.failed(new Trouble(
                                why.reason(),
                                why.message() + " The statement was not sent, and its transaction was rolled back.",
                                told.failure())))
                        .orElse(result)
                : result;
    }
}
