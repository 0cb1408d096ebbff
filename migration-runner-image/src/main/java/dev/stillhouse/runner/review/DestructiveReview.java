package dev.stillhouse.runner.review;

import dev.stillhouse.runner.sql.Parse;
import dev.stillhouse.runner.sql.SqlParser;
import dev.stillhouse.runner.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Finds what can be lost by a step. */
public final class DestructiveReview {
    private final SqlParser parser;

    public DestructiveReview(SqlParser parser) {
        this.parser = parser;
    }

    /** Of all steps, in their order. */
    public List<Finding> of(List<RenderedStep> steps) {
        return steps.stream().flatMap(step -> of(step).stream()).toList();
    }

    /** What of all steps is told in any case, whether or not anything can be lost: where they reach outside. */
    public static List<Finding> reaching(List<RenderedStep> steps) {
        return steps.stream()
                .flatMap(step -> ReachesOutside.findings(step).stream())
                .toList();
    }

    /** What there is of a step that was found harmless, and then was about to run what was not seen. */
    public static Finding unforeseen(String revision) {
        return UnforeseenStatement.finding(revision);
    }

    /** Of one step, in the order of its statements; empty if nothing can be lost. */
    public List<Finding> of(RenderedStep step) {
        if (!step.reaches().isEmpty()) {
            return ReachesOutside.findings(step);
        }
        List<String> texts = step.statements();
        if (texts == null) {
            return List.of(Unrenderable.finding(step));
        }
        List<Finding> findings = new ArrayList<>();
        NewTables tables = new NewTables();
        for (String text : texts) {
            switch (parser.parse(text)) {
                case Parse.Rejected rejected -> {
                    findings.add(Unparsable.finding(step.revision(), rejected, text));
                    tables.forget();
                }
                case Parse.Accepted accepted -> {
                    for (Statement statement : accepted.statements()) {
                        Subject subject = new Subject(step.revision(), statement, tables.names());
                        judge(subject, findings);
                        tables.follow(subject);
                    }
                }
            }
        }
        return List.copyOf(findings);
    }

    private static void judge(Subject subject, List<Finding> findings) {
        List<String> kinds = Kinds.of(subject.tree());
        for (Rule rule : Rules.ALL) {
            if (kinds.stream().anyMatch(rule.kinds()::contains)) {
                for (String message : rule.judge(subject)) {
                    findings.add(new Finding(
                            subject.revision(),
                            rule.id(),
                            message,
                            subject.statement().text()));
                }
            }
        }
        UnknownStatement.finding(subject, kinds).ifPresent(findings::add);
    }
}
