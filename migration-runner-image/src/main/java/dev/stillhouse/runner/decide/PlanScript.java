package dev.stillhouse.runner.decide;

import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunReport.TableLock;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.ServerIdentity;
import dev.stillhouse.runner.model.Step;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole plan as SQL with comments, as it would run or as it ran. It is for reading: what is run is the revisions.
 *
 * @param renderings one for each step, in order
 * @param findings what data the steps can lose, as far as that was looked at
 * @param locks for which others have to wait, by revision, as far as that was tried
 * @param unknown what a step without statements is called
 * @param remarks for the head of it
 */
public record PlanScript(
        Plan plan,
        String digest,
        ServerIdentity server,
        List<Rendering> renderings,
        List<Finding> findings,
        Map<String, List<TableLock>> locks,
        String unknown,
        List<String> remarks) {
    /** Of a step that Alembic cannot render without a database. */
    public static final String NOT_RENDERED = "NOT RENDERED";
    /** Of a step to which the run did not come. */
    public static final String NOT_RUN = "NOT RUN";
    /** Of a step that may have run. */
    public static final String NOT_TOLD = "NOT TOLD";

    /** The same with other SQL, and a remark that says so. */
    public PlanScript with(UnaryOperator<String> sql, String remark) {
        return new PlanScript(
                plan,
                digest,
                server,
                renderings.stream().map(rendering -> with(rendering, sql)).toList(),
                findings,
                locks,
                unknown,
                Stream.concat(remarks.stream(), Stream.of(remark)).toList());
    }

    private static Rendering with(Rendering rendering, UnaryOperator<String> sql) {
        return switch (rendering) {
            case Rendering.Unknown problem -> problem;
            case Rendering.Reaching problem -> problem;
            case Rendering.Captured(String revision, List<String> statements, String problem) ->
                new Rendering.Captured(revision, statements.stream().map(sql).toList(), problem);
            case Rendering.Statements(String revision, List<String> statements, boolean varies) ->
                new Rendering.Statements(revision, statements.stream().map(sql).toList(), varies);
        };
    }

    /** Hands the text over piece by piece, as it may be of many megabytes. It ends with a line feed. */
    public void write(Consumer<String> text) {
        comment(text, PlanWords.place(plan, server));
        comment(text, PlanWords.way(plan));
        if (plan.steps().isEmpty()) {
            return;
        }
        comment(text, "Plan " + digest);
        remarks.forEach(remark -> comment(text, remark));
        Map<String, List<Finding>> found = findings.stream().collect(Collectors.groupingBy(Finding::revision));
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            text.accept("\n");
            comment(text, "Step " + (i + 1) + " of " + plan.steps().size() + ": " + place(step));
            found.getOrDefault(step.revision(), List.of())
                    .forEach(finding ->
                            comment(text, "CAN LOSE DATA (" + finding.rule() + "): it " + finding.message()));
            locks.getOrDefault(step.revision(), List.of())
                    .forEach(lock -> comment(text, "LOCKS " + LockWords.told(lock)));
            text.accept(PlanWords.sql(renderings.get(i), "-- " + unknown + ": "));
            text.accept("\n");
        }
    }

    private static String place(Step step) {
        return step.file() == null ? step.title() : step.title() + ", " + step.file();
    }

    private static void comment(Consumer<String> text, String line) {
        text.accept("-- " + PlanWords.oneLine(line) + "\n");
    }
}
