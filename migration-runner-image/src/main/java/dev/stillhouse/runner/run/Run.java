package dev.stillhouse.runner.run;

import dev.stillhouse.report.Operation;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.bridge.BridgeLocation;
import dev.stillhouse.runner.decide.BackupNeed;
import dev.stillhouse.runner.decide.Gate;
import dev.stillhouse.runner.decide.GateDecision;
import dev.stillhouse.runner.decide.PlanDigest;
import dev.stillhouse.runner.decide.SameDatabase;
import dev.stillhouse.runner.decide.WayDown;
import dev.stillhouse.runner.model.Graph;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One run, phase by phase: observe, plan, gate, backup, apply, verify. */
public final class Run {
    /** More are no way to go down unasked. */
    private static final int KNOWN_TOLD = 200;

    private final RunRequest request;
    private final DatabaseUrl url;
    private final Map<String, String> environment;
    private final Journal journal;
    private final Stop stop;

    public Run(RunRequest request, DatabaseUrl url, Map<String, String> environment, Journal journal, Stop stop) {
        this.request = request;
        this.url = url;
        this.environment = environment;
        this.journal = journal;
        this.stop = stop;
    }

    /** @param location where the project is; of no matter to what needs none */
    public RunReport execute(BridgeLocation location, Deadline deadline) {
        return switch (request.operation()) {
            case Backup -> new BackupRun(request, url, environment, journal, stop).execute(deadline);
            case Restore -> new RestoreRun(request, url, journal, stop, environment).execute(deadline);
            default -> migrate(location, deadline);
        };
    }

    private RunReport migrate(BridgeLocation location, Deadline deadline) {
        return new Opening(request, url, journal, stop)
                .open(location, deadline)
                .fold(this::planAndClose, trouble -> journal.failed(stop.explain(trouble)));
    }

    private RunReport planAndClose(Opened opened) {
        try (opened) {
            stop.react(opened.bridge()::abandon);
            List<String> known = request.downToKnown();
            if (known != null) {
                return downTo(known, opened);
            }
            return request.operation() == Operation.Stamp
                    ? new Stamping(request, journal, stop).execute(opened)
                    : plan(opened);
        }
    }

    private RunReport downTo(List<String> known, Opened opened) {
        journal.enter(Phase.PLAN, "Looking for the newest applied revision that the wanted project knows too.");
        return opened.bridge()
                .graph(true)
                .then(graph -> WayDown.targets(graph, known))
                .fold(
                        targets -> new Run(request.to(targets), url, environment, journal, stop).plan(opened),
                        trouble -> journal.failed(stop.explain(trouble)));
    }

    private RunReport plan(Opened opened) {
        journal.enter(Phase.PLAN, "Asking Alembic for the way to " + String.join(", ", request.targets()) + ".");
        return opened.bridge()
                .plan(request.targets())
                .fold(
                        plan -> SameDatabase.check(opened.server(), plan.connection())
                                .map(journal::failed)
                                .orElseGet(() -> review(opened, plan)),
                        trouble -> journal.failed(stop.explain(trouble)));
    }

    private RunReport review(Opened opened, Plan plan) {
        if (!plan.unknown().isEmpty()) {
            tellWhatIsKnown(opened);
        }
        String digest = PlanDigest.of(plan, opened.server());
        journal.planned(plan, digest);
        return new PlanReview(request, journal)
                .of(opened, plan, digest)
                .fold(
                        reviewed -> gate(opened, plan, digest, reviewed),
                        trouble -> journal.failed(stop.explain(trouble)));
    }

    /** How far another project, which knows where the database is, has to go down for this one to go on. */
    private void tellWhatIsKnown(Opened opened) {
        var _ = opened.bridge().graph(true).then(graph -> {
            journal.knows(graph.revisions().stream()
                    .limit(KNOWN_TOLD)
                    .map(Graph.Revision::revision)
                    .toList());
            return Result.ok(graph);
        });
    }

    private RunReport gate(Opened opened, Plan plan, String digest, Reviewed reviewed) {
        journal.enter(Phase.GATE);
        BackupNeed need = BackupNeed.decide(request.backup(), reviewed.findings(), reviewed.empty());
        return switch (Gate.decide(request, plan, digest, opened.server(), need)) {
            case GateDecision.NothingToDo(String message) -> journal.succeeded(Reason.UpToDate, message);
            case GateDecision.ObserveOnly(String message) ->
                unrun(opened, plan, digest, reviewed, () -> journal.succeeded(Reason.Observed, message));
            case GateDecision.AwaitApproval(String message) -> {
                Trouble approval = new Trouble(Reason.ApprovalRequired, message);
                yield unrun(opened, plan, digest, reviewed, () -> journal.report(Outcome.AwaitingApproval, approval));
            }
            case GateDecision.Refuse(Trouble trouble) ->
                unrun(opened, plan, digest, reviewed, () -> journal.failed(trouble));
            case GateDecision.Go(String message) -> {
                journal.say(message);
                Optional<ExecutedPlan> executed = reviewed.kept() || !journal.keepsPlans()
                        ? Optional.empty()
                        : Optional.of(new ExecutedPlan(request.run(), plan, digest, opened.server()));
                yield need instanceof BackupNeed.Needed needed
                        ? backup(opened, plan, needed, executed)
                        : apply(opened, plan, executed);
            }
        };
    }

    /** The end of a run whose plan does not run: it is told with its SQL, for those who read it. */
    private RunReport unrun(Opened opened, Plan plan, String digest, Reviewed reviewed, Supplier<RunReport> report) {
        if (reviewed.kept() || plan.steps().isEmpty()) {
            return report.get();
        }
        return new PlanReview(request, journal)
                .keep(opened, plan, digest)
                .map(trouble -> journal.failed(stop.explain(trouble)))
                .orElseGet(report);
    }

    private RunReport backup(Opened opened, Plan plan, BackupNeed.Needed needed, Optional<ExecutedPlan> executed) {
        journal.say(needed.why());
        return new Safeguard(request, url, environment, journal, stop)
                .take(needed.backup(), needed.storage(), plan.versionTable())
                .fold(
                        backup -> BackupNeed.refuse(needed, backup)
                                .or(() -> lockLost(opened))
                                .map(journal::failed)
                                .orElseGet(() -> apply(opened, plan, executed)),
                        journal::failed);
    }

    /** A backup may take hours, in which the lock's own connection was idle. */
    private Optional<Trouble> lockLost(Opened opened) {
        try {
            if (opened.database().lock().isHeldHere()) {
                return Optional.empty();
            }
        } catch (SQLException e) {
            journal.say("The runner's own connection was lost: " + e.getMessage());
        }
        return Optional.of(new Trouble(
                Reason.ConnectionFailed,
                "The connection that holds the lock of the database was lost during the backup. Nothing was applied."));
    }

    private RunReport apply(Opened opened, Plan plan, Optional<ExecutedPlan> executed) {
        return new Application(request, journal, stop).apply(opened, plan, executed);
    }
}
