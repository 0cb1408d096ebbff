package dev.stillhouse.operator.run;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RehearsalOutcome;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a runner reports: a database {@code orders} at a1 whose target c3 is two steps away, unless a test says otherwise. */
final class ReportBuilder {
    private final Outcome outcome;
    private final Reason reason;
    private final String message;
    private @Nullable List<String> before = List.of("a1");
    private @Nullable List<String> after = List.of("a1");
    private RunReport.@Nullable Plan plan =
            new RunReport.Plan("sha256:plan", Direction.UP, 2, List.of("b2", "c3"), null);
    private int stepsDone;
    private RunReport.@Nullable Failure failure;
    private RunReport.@Nullable Backup backup;
    private RunReport.@Nullable Rehearsal rehearsal;

    private ReportBuilder(Outcome outcome, Reason reason, String message) {
        this.outcome = outcome;
        this.reason = reason;
        this.message = message;
    }

    static ReportBuilder upgraded() {
        var report = new ReportBuilder(Outcome.Succeeded, Reason.Upgraded, "The database went up to c3.");
        return report.rows("c3").done(2);
    }

    static ReportBuilder observed() {
        return new ReportBuilder(Outcome.Succeeded, Reason.Observed, "The database is at a1.");
    }

    static ReportBuilder awaitingApproval() {
        return new ReportBuilder(Outcome.AwaitingApproval, Reason.ApprovalRequired, "Approve sha256:plan.");
    }

    static ReportBuilder failed(Reason reason, String message) {
        return new ReportBuilder(Outcome.Failed, reason, message);
    }

    /** The version rows at the end. */
    ReportBuilder rows(String... rows) {
        after = List.of(rows);
        return this;
    }

    ReportBuilder done(int steps) {
        stepsDone = steps;
        return this;
    }

    ReportBuilder failure(RunReport.Failure what) {
        failure = what;
        return this;
    }

    /** It came to its end before the database was read. */
    ReportBuilder neverConnected() {
        before = null;
        after = null;
        plan = null;
        return this;
    }

    /** It took a backup, and came so far with it. */
    ReportBuilder backup(RunReport.Backup how) {
        backup = how;
        return this;
    }

    /** Its plan can lose data, as these findings say. */
    ReportBuilder destructive(RunReport.Finding... findings) {
        plan = new RunReport.Plan("sha256:plan", Direction.UP, 2, List.of("b2", "c3"), List.of(findings));
        return this;
    }

    /** It tried its plan on a copy first, with this outcome. */
    ReportBuilder rehearsed(RehearsalOutcome outcome, RunReport.Finding... findings) {
        rehearsal = new RunReport.Rehearsal(outcome, List.of(findings), List.of());
        return this;
    }

    RunReport build() {
        return new RunReport(
                RunRequest.VERSION,
                outcome,
                reason,
                message,
                before == null ? null : new RunReport.Database("7301", "orders", "17.6", "public.alembic_version"),
                before,
                after,
                plan == null ? null : List.of("c3"),
                plan,
                stepsDone,
                plan == null ? null : plan.total() - stepsDone,
                plan == null
                        ? null
                        : plan.steps().subList(stepsDone, plan.steps().size()),
                null,
                failure,
                backup,
                rehearsal,
                Map.of(Phase.VERIFY, 5L, Phase.OBSERVE, 20L, Phase.APPLY, 300L));
    }
}
