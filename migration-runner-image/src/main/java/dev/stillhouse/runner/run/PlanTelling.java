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

    /** Tells a plan that fails on a copy, unless it was told. */
    void tellTried(RunState state, Shown shown) {
        if (state.reviewed().rendered() == null) {
            tell(
                    state,
                    state.plan().steps().stream()
                            .map(step -> tried(step.revision(), shown))
                            .toList(),
                    List.of());
        }
    }

    private static Rendering tried(String revision, Shown shown) {
        List<String> sent = shown.sent().get(revision);
        return sent == null
                ? new Rendering.Unknown(revision, "the rehearsal did not come to it.")
                : new Rendering.Captured(revision, sent, "nobody had to read it first, so it was not rendered.");
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
