package dev.stillhouse.runner.run;

import dev.stillhouse.report.RunReport;
import dev.stillhouse.runner.catalog.Catalog;
import dev.stillhouse.runner.catalog.CatalogReader;
import dev.stillhouse.runner.catalog.Questions;
import dev.stillhouse.runner.database.Database;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.review.DestructiveReview;
import dev.stillhouse.runner.review.Judgement;
import dev.stillhouse.runner.review.RenderedStep;
import dev.stillhouse.runner.sql.SqlParser;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges what a plan's steps can lose: on their text, and where that can mean a loss, by a look at the database. */
final class Judging {
    /** For each of the reader's statements. What takes longer remains unknown, and what is unknown can be lost. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final Database database;
    private final @Nullable String role;

    /** @param role the one that the project works as, if it is not the user */
    Judging(Database database, @Nullable String role) {
        this.database = database;
        this.role = role;
    }

    Judged judge(SqlParser parser, RenderedPlan rendered) {
        DestructiveReview review = new DestructiveReview(parser);
        List<RenderedStep> steps = steps(rendered);
        Judgement onText = review.of(steps, Catalog.UNKNOWN);
        Questions questions = onText.questions();
        if (onText.findings().isEmpty() || questions.isEmpty()) {
            return heldTo(rendered, Judged.onText(onText));
        }
        Catalog catalog = look(questions);
        Judgement looked = review.of(steps, catalog);
        int spared = onText.findings().size() - looked.findings().size();
        return heldTo(rendered, Judged.of(looked, spared, questions, catalog));
    }

    /** What was seen of a plan holds it after a backup of some tables, which is none for steps that send something else then. */
    private static Judged heldTo(RenderedPlan rendered, Judged judged) {
        return rendered.steps().stream()
                .filter(step -> step instanceof Rendering.Statements statements && statements.varies())
                .findFirst()
                .map(step -> judged.losingAny(
                        step.revision() + " sends other SQL each time, as it asks for the time, chance or the machine"))
                .orElse(judged);
    }

    /** Only where the steps reach outside, which is told whether or not they are judged. */
    static Judged reaching(RenderedPlan rendered) {
        return Judged.unjudged(DestructiveReview.reaching(steps(rendered)));
    }

    /** What would be found now and was not found then. */
    Since foundSince(Judged then, RenderedPlan rendered) {
        Catalog now = look(then.questions());
        if (now.equals(then.catalog())) {
            return Since.NOTHING;
        }
        List<RunReport.Finding> all = newFindings(then, rendered, now);
        List<RunReport.Finding> changed = newFindings(then, rendered, now.filledFrom(then.catalog()));
        return new Since(
                changed,
                all.stream().filter(finding -> !changed.contains(finding)).toList());
    }

    private static List<RunReport.Finding> newFindings(Judged then, RenderedPlan rendered, Catalog now) {
        return Judged.told(new DestructiveReview(new SqlParser())
                        .of(steps(rendered), now)
                        .findings())
                .stream()
                .filter(finding -> !then.findings().contains(finding))
                .toList();
    }

    private Catalog look(Questions questions) {
        try {
            return database.looking(role, AT_MOST).at(connection -> new CatalogReader(connection).read(questions));
        } catch (SQLException e) {
            // What is unknown counts as destructive. If it is the connection, the next who needs it says so.
            return Catalog.UNKNOWN;
        }
    }

    private static List<RenderedStep> steps(RenderedPlan rendered) {
        return rendered.steps().stream().map(Judging::step).toList();
    }

    private static RenderedStep step(Rendering rendering) {
        return switch (rendering) {
            case Rendering.Statements(String revision, List<String> statements, boolean varies) ->
                new RenderedStep(revision, statements, null, List.of());
            // With rows it may send something else, and not all that it sends is seen.
            case Rendering.Captured(String revision, List<String> statements, String problem) ->
                new RenderedStep(revision, null, problem, List.of());
            case Rendering.Unknown(String revision, String problem) ->
                new RenderedStep(revision, null, problem, List.of());
            case Rendering.Reaching(String revision, String problem, List<String> attempts) ->
                new RenderedStep(revision, null, problem, attempts);
        };
    }
}
