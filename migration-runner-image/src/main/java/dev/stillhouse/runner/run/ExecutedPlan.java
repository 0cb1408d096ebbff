package dev.stillhouse.runner.run;

import dev.stillhouse.runner.decide.PlanScript;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Step;
import dev.stillhouse.runner.project.ProjectEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan as it runs: what each step has executed. */
final class ExecutedPlan {
    private final String run;
    private final Plan plan;
    private final String digest;
    private final ServerIdentity server;
    private final Map<String, List<String>> executed = new HashMap<>();
    private final Set<String> finished = new HashSet<>();

    ExecutedPlan(String run, Plan plan, String digest, ServerIdentity server) {
        this.run = run;
        this.plan = plan;
        this.digest = digest;
        this.server = server;
    }

    void event(ProjectEvent event) {
        switch (event) {
            case ProjectEvent.StepStarted step -> begin(step.index());
            case ProjectEvent.StepFinished step -> {
                begin(step.index());
                executed.put(step.revision(), step.statements());
                finished.add(step.revision());
            }
            case ProjectEvent.StepBroken step -> {
                begin(step.index());
                executed.put(step.revision(), step.statements());
            }
            default -> {}
        }
    }

    /** An env.py that tries again after a failure begins anew. */
    private void begin(int index) {
        if (index == 1) {
            executed.clear();
            finished.clear();
        }
    }

    /** @param lost whether the project's process has gone, with what it had not told yet */
    PlanScript script(boolean lost) {
        return new PlanScript(
                plan,
                digest,
                server,
                plan.steps().stream().map(step -> rendering(step, lost)).toList(),
                List.of(),
                Map.of(),
                lost ? PlanScript.NOT_TOLD : PlanScript.NOT_RUN,
                List.of(
                        "As run " + run + " ran it.",
                        "Values that went to the server apart from the text are left out, as are the changes of "
                                + plan.versionTable() + "."));
    }

    private Rendering rendering(Step step, boolean lost) {
        List<String> statements = executed.get(step.revision());
        if (statements == null) {
            return new Rendering.Unknown(
                    step.revision(),
                    lost ? "the project's process was lost before it told of it." : "the run ended before it.");
        }
        if (finished.contains(step.revision())) {
            return new Rendering.Statements(step.revision(), statements, false);
        }
        List<String> broken = new ArrayList<>(statements);
        broken.add("-- It did not come to its end.");
        return new Rendering.Statements(step.revision(), broken, false);
    }
}
