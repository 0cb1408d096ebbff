package dev.stillhouse.runner.command;

import dev.stillhouse.report.Direction;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.Step;
import java.util.List;

/** A plan for a person: as a list of steps, or as SQL with comments. */
final class PlanText {
    private PlanText() {}

    static String steps(ShownPlan shown) {
        Plan plan = shown.plan();
        StringBuilder text = new StringBuilder();
        text.append(place(shown)).append('\n').append(way(plan));
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
            text.append("\n\n").append(indented(sql(shown.renderings().get(i), "")));
        }
        return text.toString();
    }

    static String sql(ShownPlan shown) {
        Plan plan = shown.plan();
        StringBuilder text = new StringBuilder();
        text.append("-- ").append(place(shown)).append("\n-- ").append(way(plan));
        if (plan.steps().isEmpty()) {
            return text.toString();
        }
        text.append("\n-- Plan ").append(shown.digest());
        text.append("\n-- For review. The changes of ").append(plan.versionTable());
        text.append(" are left out: run it with stillhouse ");
        text.append(plan.direction() == Direction.UP ? "upgrade." : "downgrade.");
        int total = plan.steps().size();
        for (int i = 0; i < total; i++) {
            Step step = plan.steps().get(i);
            text.append("\n\n-- Step ")
                    .append(i + 1)
                    .append(" of ")
                    .append(total)
                    .append(": ");
            text.append(oneLine(step.title()));
            if (step.file() != null) {
                text.append(", ").append(step.file());
            }
            text.append('\n').append(sql(shown.renderings().get(i), "-- NOT RENDERED: "));
        }
        return text.toString();
    }

    private static String place(ShownPlan shown) {
        return "Database " + shown.server().database() + " on PostgreSQL "
                + shown.server().serverVersion() + ", at "
                + Rows.text(shown.plan().current());
    }

    private static String way(Plan plan) {
        int total = plan.steps().size();
        return switch (plan.direction()) {
            case NONE -> "Nothing to do";
            case UP -> "Up to " + Rows.text(plan.rowsAfter()) + " in " + steps(total);
            case DOWN -> "Down to " + Rows.text(plan.rowsAfter()) + " in " + steps(total);
        };
    }

    private static String steps(int total) {
        return total == 1 ? "1 step" : total + " steps";
    }

    private static String sql(Rendering rendering, String prefix) {
        return switch (rendering) {
            case Rendering.Unknown(String revision, String problem) -> prefix + oneLine(problem);
            case Rendering.Statements(String revision, List<String> statements) ->
                statements.isEmpty()
                        ? "-- no statements"
                        : String.join(
                                "\n\n",
                                statements.stream().map(PlanText::terminated).toList());
        };
    }

    private static String terminated(String statement) {
        String text = statement.strip();
        return text.endsWith(";") ? text : text + ";";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String indented(String text) {
        return "   " + text.replace("\n", "\n   ").replaceAll("(?m)^ +$", "");
    }
}
