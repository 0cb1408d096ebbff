package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.PlanScript;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Rendering;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.review.DestructiveReview;
import dev.stillhouse.runner.review.RenderedStep;
import dev.stillhouse.runner.sql.SqlParser;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Has Alembic render the steps of a plan where somebody or something reads them before they run, if they ever do. */
final class PlanReview {
    private final RunRequest request;
    private final Journal journal;

    PlanReview(RunRequest request, Journal journal) {
        this.request = request;
        this.journal = journal;
    }

    /** Finds out what data the plan can lose, as far as somebody needs to know; nothing is executed. */
    Result<Reviewed> of(Opened opened, Plan plan, String digest) {
        RunRequest.Backup backup = request.backup();
        if (plan.steps().isEmpty() || backup == null || request.operation() == Operation.Observe) {
            return Result.ok(Reviewed.NOTHING);
        }
        try {
            var table = plan.versionTable();
            if (opened.database().holdings().isEmpty(table.schema(), table.name())) {
                journal.say("The database is empty: no step can lose anything.");
                return Result.ok(new Reviewed(List.of(), true, false));
            }
        } catch (SQLException e) {
            return Result.failed(
                    Reason.ConnectionFailed, "The server did not tell what the database holds: " + e.getMessage());
        }
        return backup.when() == BackupPolicy.Destructive ? review(opened, plan, digest) : Result.ok(Reviewed.NOTHING);
    }

    /** Tells a plan that does not run now. Returns what kept it from being told, if something did. */
    Optional<Trouble> keep(Opened opened, Plan plan, String digest) {
        if (!journal.keepsPlans()) {
            return Optional.empty();
        }
        return opened.bridge()
                .render(request.targets(), plan)
                .fold(
                        renderings -> {
                            journal.keep(script(opened, plan, digest, renderings, List.of()));
                            return Optional.empty();
                        },
                        Optional::of);
    }

    private Result<Reviewed> review(Opened opened, Plan plan, String digest) {
        // It takes about as long to get ready as Alembic to render.
        SqlParser parser = SqlParser.inBackground();
        return opened.bridge().render(request.targets(), plan).then(renderings -> {
            DestructiveReview review = new DestructiveReview(parser);
            List<Finding> findings = renderings.stream()
                    .flatMap(rendering -> review.of(step(rendering)).stream())
                    .map(found -> new Finding(found.revision(), found.rule(), found.message()))
                    .toList();
            journal.reviewed(findings);
            journal.keep(script(opened, plan, digest, renderings, findings));
            return Result.ok(new Reviewed(findings, false, true));
        });
    }

    private PlanScript script(
            Opened opened, Plan plan, String digest, List<Rendering> renderings, List<Finding> findings) {
        return new PlanScript(
                plan,
                digest,
                opened.server(),
                renderings,
                findings,
                PlanScript.NOT_RENDERED,
                List.of(
                        "As run " + request.run() + " planned it.",
                        "For review. The changes of " + plan.versionTable() + " are left out."));
    }

    private static RenderedStep step(Rendering rendering) {
        return switch (rendering) {
            case Rendering.Statements(String revision, List<String> statements) ->
                new RenderedStep(revision, statements, null);
            case Rendering.Unknown(String revision, String problem) -> new RenderedStep(revision, null, problem);
        };
    }
}
