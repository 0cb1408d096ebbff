package dev.stillhouse.runner.run;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.decide.StampVerdict;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.StampedRows;
import dev.stillhouse.runner.model.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operation Stamp: Alembic says which version rows the target means, and they are written, read again and compared. */
final class Stamping {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunRequest request;
    private final Journal journal;
    private final Stop stop;

    Stamping(RunRequest request, Journal journal, Stop stop) {
        this.request = request;
        this.journal = journal;
        this.stop = stop;
    }

    RunReport execute(Opened opened) {
        journal.enter(
                Phase.PLAN, "Asking Alembic which version rows " + String.join(", ", request.targets()) + " means.");
        // Where the version table is, and whether the project reached our database, is what a plan tells.
        return opened.project()
                .plan(List.of("heads"), Set.of())
                .then(opened::here)
                .then(plan -> opened.project()
                        .planStamp(request.targets(), request.purge())
                        .then(rows -> Result.ok(asPlan(plan, rows))))
                .fold(plan -> gate(opened, plan), trouble -> journal.failed(stop.explain(trouble)));
    }

    /** No steps: the target's rows are all that there is to it. */
    private static Plan asPlan(Plan plan, StampedRows rows) {
        return new Plan(
                rows.before(),
                plan.heads(),
                rows.after(),
                Direction.NONE,
                List.of(),
                List.of(),
                plan.versionTable(),
                plan.transactionPerMigration(),
                plan.connection());
    }

    private RunReport gate(Opened opened, Plan plan) {
        journal.planned(plan, null);
        journal.enter(Phase.GATE);
        Optional<Trouble> refusal = StampVerdict.refuse(opened.server());
        if (refusal.isPresent()) {
            return journal.failed(refusal.get());
        }
        if (plan.current().equals(plan.target())) {
            return journal.succeeded(
                    Reason.UpToDate, "The version rows are " + Rows.text(plan.current()) + "; there is nothing to do.");
        }
        journal.say("The version rows of " + plan.versionTable() + " would change from " + Rows.text(plan.current())
                + " to " + Rows.text(plan.target()) + ", and nothing else.");
        return write(opened, plan);
    }

    private RunReport write(Opened opened, Plan plan) {
        Map<String, List<String>> before =
                opened.versionRows(plan, request.session().role());
        journal.enter(Phase.APPLY, "Writing the version rows.");
        Result<StampedRows> written =
                opened.project().stamp(request.targets(), request.purge(), plan.current(), event -> {});
        journal.enter(Phase.VERIFY, "Reading where the database stands.");
        @Nullable
        List<String> after = new Aftermath(
                        opened.database(), journal, request.session().role())
                .read(plan, before, Set.of(), false, PATIENCE);
        journal.stands(after);
        return written.fold(
                rows -> StampVerdict.unexpected(plan, after)
                        .map(journal::failed)
                        .orElseGet(() -> journal.succeeded(
                                Reason.Stamped,
                                "The version rows were " + Rows.text(plan.current()) + " and are "
                                        + Rows.text(plan.target()) + " now. No revision was run.")),
                trouble -> journal.failed(StampVerdict.failed(trouble, stop.cause(), after)));
    }
}
