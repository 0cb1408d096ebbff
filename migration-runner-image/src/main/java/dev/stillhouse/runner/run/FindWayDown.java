package dev.stillhouse.runner.run;

import dev.stillhouse.report.Phase;
import dev.stillhouse.runner.decide.WayDown;
import java.util.List;

/** For a run that makes way for another project: the newest applied revision that the other one knows is its target. */
final class FindWayDown implements RunPhase {
    private final Journal journal;
    private final Stop stop;

    FindWayDown(Journal journal, Stop stop) {
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        List<String> known = state.request().downToKnown();
        if (known == null) {
            return PhaseResult.next(state);
        }
        journal.enter(Phase.PLAN, "Looking for the newest applied revision that the wanted project knows too.");
        return state.opened()
                .project()
                .graph(true)
                .then(graph -> WayDown.targets(graph, known))
                .fold(
                        targets -> PhaseResult.next(state.to(targets)),
                        trouble -> PhaseResult.failed(stop.explain(trouble)));
    }
}
