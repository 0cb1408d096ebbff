package dev.stillhouse.runner.command;

import dev.stillhouse.report.Direction;
import dev.stillhouse.runner.decide.PlanScript;
import dev.stillhouse.runner.decide.PlanWords;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Step;
import java.util.List;
import java.util.Map;

/** A plan for a person: as a list of steps, or as SQL with comments. */
final class PlanText {
    private PlanText() {}

    static String steps(ShownPlan shown) {
        Plan plan = shown.plan();
        StringBuilder text = new StringBuilder();
        text.append(PlanWords.place(plan, shown.server())).append('\n').append(PlanWords.way(plan));
        if (plan.steps().isEmpty()) {
            return text.toString();
        }
        text.append("\nPlan ").append(shown.digest());
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            text.append("\n\n").append(i + 1).append(". ").append(step.title());
            if (step.file() != null) {
                text.append("\n   ").append(step.file());
            }
            text.append("\n\n").append(indented(PlanWords.sql(shown.renderings().get(i), "")));
        }
        return text.toString();
    }

    static String sql(ShownPlan shown) {
        Plan plan = shown.plan();
        String remark = "For review. The changes of " + plan.versionTable() + " are left out: run it with stillhouse "
                + (plan.direction() == Direction.UP ? "upgrade." : "downgrade.");
        StringBuilder text = new StringBuilder();
        new PlanScript(
                        plan,
                        shown.digest(),
                        shown.server(),
                        shown.renderings(),
                        List.of(),
                        Map.of(),
                        PlanScript.NOT_RENDERED,
                        List.of(remark))
                .write(text::append);
        return text.toString().stripTrailing();
    }

    private static String indented(String text) {
        return "   " + text.replace("\n", "\n   ").replaceAll("(?m)^ +$", "");
    }
}
