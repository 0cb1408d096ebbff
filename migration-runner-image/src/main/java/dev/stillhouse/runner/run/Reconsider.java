package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Failure;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.review.DestructiveReview;
import dev.stillhouse.runner.review.Finding;
import dev.stillhouse.runner.run.RunState.Applied;
import java.time.Duration;
import java.util.Optional;

/**
 * After a step was about to run what was not seen when its plan was judged: as long as the database is where it was, the plan
 * is one with a finding, and begins again with a backup. What the step has committed by itself is not in the way: the bridge
 * stops none of which that could not be said.
 */
final class Reconsider implements RunPhase {
    /** For the project's backends to come to rest. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Journal journal;
    private final Stop stop;

    Reconsider(Journal journal, Stop stop) {
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        Applied applied = state.whatWasApplied();
        return applied.result() instanceof Result.Failed<Integer>(Trouble trouble)
                        && trouble.reason() == Reason.UnforeseenStatement
                        && !stop.isRequested()
                ? PhaseResult.next(reconsidered(state, applied, trouble))
                : PhaseResult.next(state);
    }

    private RunState reconsidered(RunState state, Applied applied, Trouble trouble) {
        if (state.underLock() != null) {
            return state.applied(applied.saying("Writers waited for the tables from which the plan was seen to take"
                    + " something, and this statement may be about others. Stop the writers and set spec.backup.writers to"
                    + " Continue, and spec.backup.scope to Database, for this plan."));
        }
        if (state.reviewed().partly()) {
            // A finished backup is not replaced.
            return state.applied(applied.saying("The backup that was taken has the rows of some tables only, and this"
                    + " statement may be about others. Set spec.backup.scope to Database for this plan."));
        }
        if (applied.saved()) {
            // Nor is this one.
            return state.applied(applied.saying("Rows were saved before already, and are the backup of this run. Set"
                    + " spec.backup.scope to Tables or Database for this plan."));
        }
        if (!Aftermath.isWhereItBegan(state, applied, journal, PATIENCE)) {
            return state.applied(applied.saying(
                    "The next attempt begins where the database is now, and takes a backup before this statement."));
        }
        journal.say(trouble.message());
        RunState known = state.reviewed(state.reviewed().with(finding(trouble)));
        journal.reviewed(known.reviewed().findings());
        BackupNeed need = BackupNeed.decide(
                known.request().backup(),
                known.reviewed().findings(),
                known.reviewed().empty());
        if (need instanceof BackupNeed.Impossible(Trouble nowhere)) {
            return known.applied(applied.failing(new Trouble(nowhere.reason(), nowhere.message(), trouble.failure())));
        }
        journal.beginsAgain();
        return known.againAfter(need);
    }

    private static Finding finding(Trouble trouble) {
        String revision =
                Optional.ofNullable(trouble.failure()).map(Failure::revision).orElse("the project");
        return DestructiveReview.unforeseen(revision);
    }
}
