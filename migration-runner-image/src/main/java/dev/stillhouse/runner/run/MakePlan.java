package dev.stillhouse.runner.run;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Phase;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.decide.Gate;
import dev.stillhouse.runner.decide.PlanDigest;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import java.sql.SQLException;
import java.util.Set;

/** The phase plan: the project says which steps lead to the target, and that it reached the database that is locked. */
final class MakePlan implements RunPhase {
    /** More are no way to go down unasked. */
    private static final int KNOWN_TOLD = 200;

    private final Journal journal;
    private final Stop stop;

    MakePlan(Journal journal, Stop stop) {
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        Opened opened = state.opened();
        journal.enter(
                Phase.PLAN,
                "Asking Alembic for the way to "
                        + String.join(", ", state.request().targets()) + ".");
        return opened.project()
                .plan(state.request().targets(), appliedAtOnce(state))
                .then(opened::here)
                .fold(plan -> planned(state, plan), trouble -> PhaseResult.failed(stop.explain(trouble)));
    }

    /** Which ways a plan runs that is neither looked at before nor preceded by a backup, as far as is known without it. */
    private static Set<Direction> appliedAtOnce(RunState state) {
        Set<Direction> unseen = Gate.runsUnseen(state.request(), state.opened().server());
        boolean alone =
                !unseen.isEmpty() && (BackupNeed.isNever(state.request().backup(), false) || isBare(state.opened()));
        return alone ? unseen : Set.of();
    }

    private static boolean isBare(Opened opened) {
        try {
            return opened.database().holdings().isBare();
        } catch (SQLException e) {
            // Who needs to know it asks again, and says why there is no answer.
            return false;
        }
    }

    private PhaseResult planned(RunState state, Plan plan) {
        if (!plan.unknown().isEmpty()) {
            tellWhatIsKnown(state.opened());
        }
        String digest = PlanDigest.of(
                plan, state.opened().server(), state.request().project().imageDigest(), null);
        journal.planned(plan, digest);
        return PhaseResult.next(state.planned(plan, digest));
    }

    /** How far another project, which knows where the database is, has to go down for this one to go on. */
    private void tellWhatIsKnown(Opened opened) {
        var _ = opened.project().graph(true).then(graph -> {
            journal.knows(graph.revisions().stream()
                    .limit(KNOWN_TOLD)
                    .map(Graph.Revision::revision)
                    .toList());
            return Result.ok(graph);
        });
    }
}
