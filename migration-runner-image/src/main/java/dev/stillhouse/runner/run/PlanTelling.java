package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.runner.decide.PlanScript;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.rehearsal.Shown;
import java.util.List;
import java.util.Map;

/** Tells a plan with its SQL to those who read it before it runs, if it ever does. */
final class PlanTelling {
    private static final String REFUSED = "the plan is refused, so nothing of the revision was called.";

    private final Journal journal;

    PlanTelling(Journal journal) {
        this.journal = journal;
    }

    void tell(RunState state, List<Rendering> renderings, List<Finding> findings) {
        journal.keep(new PlanScript(
                state.plan(),
                state.digest(),
                state.opened().server(),
                renderings,
                findings,
                state.rehearsed().map(Shown::locks).orElse(Map.of()),
                PlanScript.NOT_RENDERED,
                List.of(
                        "As run " + state.request().run() + " planned it.",
                        "For review. The changes of " + state.plan().versionTable() + " are left out.")));
    }

    /** Tells a plan that is refused, unless it was told. Nothing of its steps is called for that. */
    void tellRefused(RunState state) {
        if (state.reviewed().rendered() == null && !state.plan().steps().isEmpty()) {
            List<Rendering> untouched = state.plan().steps().stream()
                    .<Rendering>map(step -> new Rendering.Unknown(step.revision(), REFUSED))
                    .toList();
            tell(state, untouched, List.of());
        }
    }
}
