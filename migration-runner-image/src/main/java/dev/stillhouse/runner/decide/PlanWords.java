package dev.stillhouse.runner.decide;

import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.ServerIdentity;
import java.util.List;
import java.util.regex.Pattern;

/** How a plan is told to a person. */
public final class PlanWords {
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    /** Of statements with which nobody knows what the step would do if there were rows. */
    private static final String CAPTURED = "-- AS IT RAN ON A COPY WITHOUT ROWS: ";

    private PlanWords() {}

    /** Which database, and where it is. */
    public static String place(Plan plan, ServerIdentity server) {
        return "Database " + server.database() + " on PostgreSQL " + server.serverVersion() + ", at "
                + Rows.text(plan.current());
    }

    /** Where it goes, and how far that is. */
    public static String way(Plan plan) {
        int total = plan.steps().size();
        return switch (plan.direction()) {
            case NONE -> "Nothing to do";
            case UNKNOWN -> "To " + Rows.text(plan.rowsAfter()) + " in " + steps(total);
            case UP -> "Up to " + Rows.text(plan.rowsAfter()) + " in " + steps(total);
            case DOWN -> "Down to " + Rows.text(plan.rowsAfter()) + " in " + steps(total);
        };
    }

    /** The SQL of a step, or why it is not known, after {@code prefix}. */
    public static String sql(Rendering rendering, String prefix) {
        return switch (rendering) {
            case Rendering.Unknown(var revision, var problem) -> prefix + oneLine(problem);
            case Rendering.Reaching(var revision, var problem, var attempts) -> prefix + oneLine(problem);
            case Rendering.Captured(var revision, var statements, var problem) ->
                CAPTURED + oneLine(problem) + "\n" + sql(statements);
            case Rendering.Statements(var revision, var statements, var varies) -> sql(statements);
        };
    }

    private static String sql(List<String> statements) {
        return statements.isEmpty()
                ? "-- no statements"
                : String.join(
                        "\n\n", statements.stream().map(PlanWords::terminated).toList());
    }

    /** A text without line breaks, so that it stays within a comment. */
    public static String oneLine(String text) {
        return WHITESPACE.matcher(text).replaceAll(" ").strip();
    }

    private static String steps(int total) {
        return total == 1 ? "1 step" : total + " steps";
    }

    private static String terminated(String statement) {
        String text = statement.strip();
        boolean endsWithRemark = text.startsWith("--", text.lastIndexOf('\n') + 1);
        return text.endsWith(";") || endsWithRemark ? text : text + ";";
    }
}
