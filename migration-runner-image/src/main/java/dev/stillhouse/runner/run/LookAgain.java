package dev.stillhouse.runner.run;

import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.Trouble;

/**
 * Whether what the review has seen in the database is still so, right before the plan is applied: a table that was empty may have
 * been written to since, for instance while a backup was taken.
 */
final class LookAgain implements RunPhase {
    private final Journal journal;
    private final String soFar;

    private LookAgain(Journal journal, String soFar) {
        this.journal = journal;
        this.soFar = soFar;
    }

    static LookAgain beforeTheFirstAttempt(Journal journal) {
        return new LookAgain(journal, "Nothing was applied");
    }

    /** An attempt that was given up has left the version rows where they were. */
    static LookAgain beforeTheSecondAttempt(Journal journal) {
        return new LookAgain(
                journal,
                "The plan was not begun again; of the first attempt only what its steps had committed by themselves is left");
    }

    @Override
    public PhaseResult run(RunState state) {
        Judged then = state.reviewed().judged();
        RenderedPlan rendered = state.reviewed().rendered();
        if (state.isApplied() || rendered == null || then.spared() == 0) {
            return PhaseResult.next(state);
        }
        Since since =
                new Judging(state.opened().database(), state.request().session().role()).foundSince(then, rendered);
        if (since.all().isEmpty() || !state.opened().lock().isUnbroken()) {
            // Without its lock the plan is not applied anyway, and it is said why.
            return PhaseResult.next(state);
        }
        journal.reviewed(since.all());
        Finding first = since.all().getFirst();
        return PhaseResult.failed(new Trouble(
                Reason.PlanChanged,
                "When the plan was reviewed nothing could be lost by " + first.revision()
                        + (since.changed().isEmpty()
                                ? ". Right before it was to be applied that could not be looked at again, because somebody"
                                        + " was writing to the table or held its lock, or the look failed or took too"
                                        + " long: perhaps it "
                                : ". That has changed since: it ")
                        + first.message() + ". " + soFar + "; the next run takes it into account."));
    }
}
