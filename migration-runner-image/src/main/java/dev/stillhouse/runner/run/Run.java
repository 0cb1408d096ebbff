package dev.stillhouse.runner.run;

import dev.stillhouse.report.Direction;
import dev.stillhouse.report.Outcome;
import dev.stillhouse.report.Phase;
import dev.stillhouse.report.Reason;
import dev.stillhouse.report.RunReport;
import dev.stillhouse.report.RunRequest;
import dev.stillhouse.runner.bridge.BridgeLocation;
import dev.stillhouse.runner.database.Backends.Backend;
import dev.stillhouse.runner.decide.Conclusion;
import dev.stillhouse.runner.decide.Gate;
import dev.stillhouse.runner.decide.GateDecision;
import dev.stillhouse.runner.decide.PlanDigest;
import dev.stillhouse.runner.decide.Rows;
import dev.stillhouse.runner.decide.SameDatabase;
import dev.stillhouse.runner.decide.Verification;
import dev.stillhouse.runner.model.Plan;
import dev.stillhouse.runner.model.Result;
import dev.stillhouse.runner.model.StopCause;
import dev.stillhouse.runner.model.Trouble;
import dev.stillhouse.runner.run.Stop.Deadline;
import dev.stillhouse.runner.url.DatabaseUrl;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run, phase by phase: observe, plan, gate, apply, verify. */
public final class Run {
    private final RunRequest request;
    private final DatabaseUrl url;
    private final Journal journal;
    private final Stop stop;

    public Run(RunRequest request, DatabaseUrl url, Journal journal, Stop stop) {
        this.request = request;
        this.url = url;
        this.journal = journal;
        this.stop = stop;
    }

    public RunReport execute(BridgeLocation location, Deadline deadline) {
        journal.say("Connecting to " + url.place() + ".");
        return new Opening(request, url, journal, stop)
                .open(location, deadline)
                .fold(this::planAndClose, trouble -> journal.failed(stopped(trouble)));
    }

    private RunReport planAndClose(Opened opened) {
        try (opened) {
            return plan(opened);
        }
    }

    private RunReport plan(Opened opened) {
        stop.react(opened.bridge()::abandon);
        journal.enter(Phase.PLAN, "Asking Alembic for the way to " + String.join(", ", request.targets()) + ".");
        return opened.bridge()
                .plan(request.targets())
                .fold(
                        plan -> SameDatabase.check(opened.server(), plan.connection())
                                .map(journal::failed)
                                .orElseGet(() -> gate(opened, plan)),
                        trouble -> journal.failed(stopped(trouble)));
    }

    private RunReport gate(Opened opened, Plan plan) {
        String digest = PlanDigest.of(plan, opened.server());
        journal.planned(plan, digest);
        journal.enter(Phase.GATE);
        GateDecision decision = Gate.decide(request, plan, digest, opened.server());
        return switch (decision) {
            case GateDecision.NothingToDo(String message) -> journal.succeeded(Reason.UpToDate, message);
            case GateDecision.ObserveOnly(String message) -> journal.succeeded(Reason.Observed, message);
            case GateDecision.AwaitApproval(String message) ->
                journal.report(Outcome.AwaitingApproval, new Trouble(Reason.ApprovalRequired, message));
            case GateDecision.Refuse(Trouble trouble) -> journal.failed(trouble);
            case GateDecision.Go(String message) -> {
                journal.say(message);
                yield apply(opened, plan);
            }
        };
    }

    private RunReport apply(Opened opened, Plan plan) {
        Map<String, List<String>> before = versionRows(opened, plan);
        long lockTimeout = request.session().lockTimeoutMillis();
        Watcher watcher = new Watcher(opened.database(), opened.bridge(), journal, stop, lockTimeout);
        stop.react(() -> {});
        journal.enter(
                Phase.APPLY, "Applying " + plan.steps().size() + (plan.steps().size() == 1 ? " step." : " steps."));
        watcher.start();
        Result<Integer> applied = opened.bridge().apply(request.targets(), plan, event -> {
            journal.event(event);
            watcher.event(event);
        });
        Set<Backend> backends = watcher.finish();
        journal.enter(Phase.VERIFY, "Reading where the database stands.");
        boolean orphaned = applied instanceof Result.Failed<Integer>(Trouble trouble)
                && (trouble.reason() == Reason.BridgeLost || stop.isRequested());
        Duration patience = Duration.ofSeconds(stop.isRequested() ? 2 : 10);
        @Nullable
        List<String> after = new Aftermath(
                        opened.database(), journal, request.session().role())
                .read(plan, before, backends, orphaned, patience);
        journal.stands(after);
        return applied.fold(
                steps -> verified(plan, after),
                trouble -> journal.failed(Conclusion.failed(
                        plan, trouble, stop.cause(), after, journal.committedInside(), watcher.lastInTheWay())));
    }

    private Map<String, List<String>> versionRows(Opened opened, Plan plan) {
        try {
            return opened.database().versionRows(request.session().role()).read(plan.versionTable());
        } catch (SQLException e) {
            // The project could read the table; whether the runner can shows when it matters.
            return Map.of();
        }
    }

    private RunReport verified(Plan plan, @Nullable List<String> after) {
        Optional<Trouble> trouble = Verification.check(plan, after);
        if (trouble.isPresent()) {
            return journal.failed(trouble.get());
        }
        boolean up = plan.direction() == Direction.UP;
        int total = plan.steps().size();
        return journal.succeeded(
                up ? Reason.Upgraded : Reason.Downgraded,
                "The database went " + (up ? "up" : "down") + " from " + Rows.text(plan.current()) + " to "
                        + Rows.text(plan.rowsAfter()) + " in " + total + (total == 1 ? " step." : " steps."));
    }

    /** Before apply: what was stopped from outside failed because of that, whatever it looked like. */
    private Trouble stopped(Trouble trouble) {
        Optional<StopCause> cause = stop.cause();
        return cause.isEmpty() || trouble.reason() != Reason.BridgeLost
                ? trouble
                : new Trouble(
                        cause.get().reason(),
                        cause.get().sentence() + ". Nothing was changed."
                                + cause.get().advice());
    }
}
