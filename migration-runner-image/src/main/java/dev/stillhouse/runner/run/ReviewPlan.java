package dev.stillhouse.runner.run;

import dev.stillhouse.report.BackupPolicy;
import dev.stillhouse.report.BackupWriters;
import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport.Finding;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.Gate;
import dev.stillhouse.runner.decide.PlanDigest;
import dev.stillhouse.runner.model.RenderedPlan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.sql.SqlParser;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what the plan's steps do, as far as somebody needs to know; nothing is executed. Of a plan that may not run whatever
 * they do, nothing is looked at.
 */
final class ReviewPlan implements RunPhase {
    private final Journal journal;
    private final Stop stop;

    ReviewPlan(Journal journal, Stop stop) {
        this.journal = journal;
        this.stop = stop;
    }

    @Override
    public PhaseResult run(RunState state) {
        journal.enter(Phase.PLAN);
        boolean refused = Gate.refusal(
                        state.request(), state.plan(), state.opened().server())
                .isPresent();
        if (refused || state.plan().steps().isEmpty()) {
            return PhaseResult.next(state);
        }
        return isEmpty(state)
                .then(empty -> reviewed(state, empty))
                .fold(PhaseResult::next, trouble -> PhaseResult.failed(stop.explain(trouble)));
    }

    /** Whether the database holds nothing that could be lost; false where nobody needs to know. */
    private Result<Boolean> isEmpty(RunState state) {
        if (state.request().backup() == null || state.request().operation() == Operation.Observe) {
            return Result.ok(false);
        }
        try {
            var table = state.plan().versionTable();
            boolean empty = state.opened().database().holdings().isEmpty(table.schema(), table.name());
            if (empty) {
                journal.say("The database is empty: no step can lose anything.");
            }
            return Result.ok(empty);
        } catch (SQLException e) {
            return Result.failed(
                    Reason.ConnectionFailed, "The server did not tell what the database holds: " + e.getMessage());
        }
    }

    private Result<RunState> reviewed(RunState state, boolean empty) {
        RunRequest.Backup backup = state.request().backup();
        boolean judged = backup != null
                && (backup.when() == BackupPolicy.Destructive
                        // Whose writers are to wait is known only if somebody looks.
                        || backup.when() == BackupPolicy.Always && backup.writers() == BackupWriters.Wait)
                && !empty
                && state.request().operation() != Operation.Observe;
        return judged || Gate.isReadFirst(state.request(), state.plan())
                ? rendered(state, judged, empty)
                : Result.ok(state.reviewed(Reviewed.unseen(empty)));
    }

    private Result<RunState> rendered(RunState state, boolean judged, boolean empty) {
        // It takes about as long to get ready as Alembic to render.
        Optional<SqlParser> parser = judged ? Optional.of(SqlParser.inBackground()) : Optional.empty();
        return state.opened()
                .project()
                .render(state.request().targets(), state.plan())
                .then(rendering -> {
                    RenderedPlan rendered = state.rehearsed()
                            .map(shown -> rendering.with(shown.sent()))
                            .orElse(rendering);
                    Judging judging = new Judging(
                            state.opened().database(), state.request().session().role());
                    Judged verdict =
                            parser.map(it -> judging.judge(it, rendered)).orElseGet(() -> Judging.reaching(rendered));
                    List<Finding> findings = verdict.findings();
                    if (verdict.spared() > 0) {
                        journal.say("The catalog shows that " + verdict.spared()
                                + (verdict.spared() == 1 ? " statement loses" : " statements lose")
                                + " nothing that was stored, although its text could mean a loss.");
                    }
                    if (judged || !findings.isEmpty()) {
                        journal.reviewed(findings);
                    }
                    String digest = PlanDigest.of(
                            state.plan(),
                            state.opened().server(),
                            state.request().project().imageDigest(),
                            rendered);
                    journal.planned(state.plan(), digest);
                    RunState known = state.planned(state.plan(), digest)
                            .reviewed(new Reviewed(verdict, empty, rendered, judged, null, false));
                    new PlanTelling(journal).tell(known, rendered.steps(), findings);
                    return Result.ok(known);
                });
    }
}
