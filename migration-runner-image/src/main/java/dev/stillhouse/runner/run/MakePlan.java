package dev.stillhouse.runner.run;

import dev.stillhouse.report.Phase;
import dev.stillhouse.runner.decide.PlanDigest;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;

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
                .plan(state.request().targets())
                .then(opened::here)
                .fold(plan -> planned(state, plan), trouble -> PhaseResult.failed(stop.explain(trouble)));
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
