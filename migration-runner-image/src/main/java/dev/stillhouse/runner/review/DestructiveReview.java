package dev.stillhouse.runner.review;

import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.model.Losses;
import dev.stillhouse.runner.model.RowLoss;
import dev.stillhouse.runner.model.TableLoss;
import dev.stillhouse.runner.sql.Parse;
import dev.stillhouse.runner.sql.SqlParser;
import dev.stillhouse.runner.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what can be lost by the steps of a plan. */
public final class DestructiveReview {
    /** What they find is about rows, and nothing else. */
    private static final Set<String> OF_ROWS = Set.of("delete-rows", "update-rows");

    private final SqlParser parser;

    public DestructiveReview(SqlParser parser) {
        this.parser = parser;
    }

    /**
     * Of all steps of a plan.
     *
     * @param catalog what is known of the database before the first of them
     */
    public Judgement of(List<RenderedStep> steps, Catalog catalog) {
        Surroundings surroundings = new Surroundings(catalog);
        Meaning meaning = new Meaning();
        Found found = new Found();
        for (RenderedStep step : steps) {
            judge(step, surroundings, meaning, found);
            surroundings.changes().endStep();
        }
        return new Judgement(found.findings(), found.losses(), found.rows(), found.ending(), surroundings.questions());
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

    private void judge(RenderedStep step, Surroundings surroundings, Meaning meaning, Found found) {
        List<String> texts = step.statements();
        if (!step.reaches().isEmpty() || texts == null) {
            found.add(
                    texts == null && step.reaches().isEmpty()
                            ? List.of(Unrenderable.finding(step))
                            : ReachesOutside.findings(step));
            surroundings.changes().forgetEverything();
            return;
        }
        for (String text : texts) {
            switch (parser.parse(text)) {
                case Parse.Rejected rejected -> {
                    found.add(Unparsable.finding(step.revision(), rejected, text));
                    surroundings.changes().forgetEverything();
                }
                case Parse.Accepted accepted -> {
                    // Of several in one text nobody could ask before each of them.
                    String alone = accepted.statements().size() == 1 ? text : null;
                    for (Statement statement : accepted.statements()) {
                        judge(new Subject(step.revision(), statement, surroundings), alone, meaning, found);
                    }
                }
            }
        }
    }

    /** @param text what is sent, if that is this statement alone */
    private void judge(Subject subject, @Nullable String text, Meaning meaning, Found found) {
        PlannedChanges changes = subject.surroundings().changes();
        List<Statement> within = within(subject);
        for (Statement statement : within) {
            Subject part = new Subject(subject.revision(), statement, subject.surroundings());
            judgeOne(part, null, meaning, found);
            changes.followPerhaps(part);
            meaning.follow(part);
        }
        if (within.isEmpty()) {
            judgeOne(subject, text, meaning, found);
            changes.follow(subject);
            meaning.follow(subject);
        }
    }

    /** The statements of a DO block, if it has nothing but such as could stand alone. */
    private List<Statement> within(Subject subject) {
        if (!subject.tree().is("DoStmt")) {
            return List.of();
        }
        List<Statement> statements = new ArrayList<>();
        for (String text : PlainBlock.statements(subject.tree()).orElse(List.of())) {
            Parse parse = parser.parse(text);
            if (!(parse instanceof Parse.Accepted accepted)
                    || accepted.statements().size() != 1
                    // It would be a variable.
                    || accepted.statements().getFirst().tree().has("intoClause")) {
                return List.of();
            }
            statements.addAll(accepted.statements());
        }
        return statements;
    }

    private void judgeOne(Subject subject, @Nullable String text, Meaning meaning, Found found) {
        if (subject.tree().is("TransactionStmt")) {
            found.managesTransactions(subject.revision());
        }
        List<String> kinds = Kinds.of(subject.tree());
        for (Rule rule : Rules.ALL) {
            if (kinds.stream().anyMatch(rule.kinds()::contains)) {
                for (String message : rule.judge(subject)) {
                    found.add(new Finding(
                            subject.revision(),
                            rule.id(),
                            message,
                            subject.statement().text(),
                            losses(subject, rule, message, meaning),
                            rows(subject, rule, text)));
                }
            }
        }
        if (TransactionEnd.is(subject.tree())) {
            found.ends(subject.revision());
        }
        UnknownStatement.finding(subject, kinds).ifPresent(found::add);
        List<TableLoss> inserts = Inserts.of(subject);
        if (!inserts.isEmpty()) {
            found.setsOff(upset(meaning).<Losses>map(it -> it).orElseGet(() -> new Losses.Known(inserts)));
        }
    }

    private @Nullable RowLoss rows(Subject subject, Rule rule, @Nullable String text) {
        return text == null || !OF_ROWS.contains(rule.id())
                ? null
                : new AffectedRows(parser)
                        .of(subject.revision(), text, subject.tree())
                        .orElse(null);
    }

    private static Losses losses(Subject subject, Rule rule, String message, Meaning meaning) {
        List<TableLoss> certain = NamedTables.certain(rule.id(), subject);
        return upset(meaning)
                .<Losses>map(unknown -> new Losses.Unknown(unknown.why(), certain))
                .or(() -> NamedTables.of(rule.id(), subject))
                .orElseGet(() -> new Losses.Unknown(subject.revision() + " " + message, certain));
    }

    private static Optional<Losses.Unknown> upset(Meaning meaning) {
        return meaning.upsetBy().map(Losses.Unknown::new);
    }
}
