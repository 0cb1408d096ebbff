package dev.stillhouse.runner.run;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.runner.decide.Conclusion;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.decide.Verification;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.run.RunState.Applied;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The phase verify: what the database says after the project has run is how the run ends. */
final class VerifyRows implements RunPhase {
    private final Journal journal;
    private final Stop stop;

    VerifyRows(Journal journal, Stop stop) {
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        journal.enter(Phase.VERIFY, "Reading where the database stands.");
        Plan plan = state.plan();
        Applied applied = state.whatWasApplied();
        boolean lost = applied.result() instanceof Result.Failed<Integer>(Trouble trouble)
                && trouble.reason() == Reason.BridgeLost;
        boolean orphaned = lost || applied.result() instanceof Result.Failed<Integer> && stop.isRequested();
        Duration patience = Duration.ofSeconds(stop.isRequested() ? 2 : 10);
        @Nullable
        List<String> after = new Aftermath(
                        state.opened().database(),
                        journal,
                        state.request().session().role())
                .read(plan, applied.before(), applied.backends(), orphaned, patience);
        journal.stands(after);
        applied.executed().map(told -> told.script(lost)).ifPresent(journal::keep);
        return applied.result()
                .fold(
                        steps -> verified(plan, after),
                        trouble -> PhaseResult.failed(Conclusion.failed(
                                plan, trouble, stop.cause(), after, journal.commitsInside(), inTheWay(applied))));
    }

    private static Optional<String> inTheWay(Applied applied) {
        return applied.inTheWay().map(blockage -> "The last that was seen: it " + blockage.describe());
    }

    private static PhaseResult verified(Plan plan, @Nullable List<String> after) {
        Optional<Trouble> trouble = Verification.check(plan, after);
        if (trouble.isPresent()) {
            return PhaseResult.failed(trouble.get());
        }
        boolean up = plan.direction() == Direction.UP;
        int total = plan.steps().size();
        return PhaseResult.succeeded(
                up ? Reason.Upgraded : Reason.Downgraded,
                "The database went " + (up ? "up" : "down") + " from " + Rows.text(plan.current()) + " to "
                        + Rows.text(plan.rowsAfter()) + " in " + total + (total == 1 ? " step." : " steps."));
    }
}
